// Once a day the backend is told that this browser is guarded (ADR 19): which version, by which rules, in which kinds of
// webmail and what could not be checked there, as codes. The device is a random id that no other call carries.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import {
	type BrowserFamily,
	type ProtectionInput,
	ReportProtectionOperation,
	type WebmailKind,
} from "../../../webmail-plugin/src/api/generated.ts";
import type { Bundle } from "../../../webmail-plugin/src/core/index.ts";
import { dayInVietnam } from "../settings/quiet_hours.ts";
import type { Shelf } from "../shelf.ts";
import { unguessable } from "../sign_in/proof_key.ts";
import type { Seen } from "./guarding.ts";

const DEVICE = "presence.device";
const REPORTED = "presence.reported"; // the day of the last report, in Vietnam

export interface Present {
	readonly version: string;
	readonly browser: BrowserFamily;
	readonly isManaged: boolean;
	readonly bundle: Bundle | null;
	readonly seen: readonly Seen[];
}

/** Nothing where it was told today already. @throws BackendProblem: told again later. */
export async function reportDaily(
	backend: Asks,
	shelf: Shelf,
	present: () => Promise<Present>,
	now: Date,
): Promise<void> {
	const today = dayInVietnam(now);
	const last = (await shelf.get(REPORTED)) as string | undefined;
	if (last === today) return;
	const report = reportOf(await present(), await device(shelf), last ?? "");
	await backend.ask(ReportProtectionOperation, { report });
	await shelf.set(REPORTED, today);
}

/** @param since pages seen before that day were told already */
export function reportOf(present: Present, ownDevice: string, since: string): ProtectionInput {
	const { version, browser, isManaged, bundle, seen } = present;
	const hosts = seen
		.filter(({ guard, day }) => guard === "extension" && day >= since)
		.map(({ host, unseen }) => ({ host: host.toUpperCase() as WebmailKind, missing: unseen }));
	return {
		device: ownDevice,
		gate: "EXTENSION",
		version,
		browser,
		managed: isManaged,
		bundle: bundle?.version ?? "",
		bundleIssuedOn: bundle?.issued_at == null ? null : dayInVietnam(new Date(bundle.issued_at)),
		hosts,
	};
}

async function device(shelf: Shelf): Promise<string> {
	const kept = (await shelf.get(DEVICE)) as string | undefined;
	if (kept !== undefined) return kept;
	const made = unguessable();
	await shelf.set(DEVICE, made);
	return made;
}
