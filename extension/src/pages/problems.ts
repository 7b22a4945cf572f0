// What is not as it should be, one plain sentence each; first what keeps files from being checked.

import type { BackendProblem } from "../../../webmail-plugin/src/api/problems.ts";
import { type Bundle, isExpired } from "../../../webmail-plugin/src/core/index.ts";
import type { KeptBundle } from "../messages.ts";
import type { StoredSettings } from "../settings/stored.ts";
import type { TextKey } from "../texts.ts";
import { hostName } from "./permission.ts";

export interface Problem {
	readonly key: TextKey;
	readonly values?: Readonly<Record<string, string>>;
	/** Webmails a click may ask the browser for. */
	readonly allow?: readonly string[];
}

export interface Found {
	readonly stored: StoredSettings;
	readonly kept: KeptBundle | null;
	/** The kept one, opened. */
	readonly bundle: Bundle | null;
	readonly blockedHosts: readonly string[];
	readonly backend: BackendProblem["kind"] | null;
}

export function problems({ stored, kept, bundle, blockedHosts, backend }: Found, now: Date): readonly Problem[] {
	const { settings, invalid } = stored;
	const isSetUp = settings.backend_url !== "" && settings.hosts.length > 0;
	const list: Problem[] = invalid.map(({ name }) => ({ key: "problem.invalid", values: { name } }));
	if (!isSetUp) return [{ key: "problem.not_set_up" }, ...list];
	if (blockedHosts.length > 0) {
		const hosts = blockedHosts.map(hostName).join(", ");
		list.push({ key: "problem.no_permission", values: { hosts }, allow: blockedHosts });
	}
	if (bundle === null) list.push({ key: "problem.no_rules" });
	else if (isExpired(bundle, now)) list.push({ key: "problem.rules_expired" });
	if (kept !== null && kept.refused !== null && bundle !== null) list.push({ key: "problem.rules_refused" });
	if (backend !== null) list.push({ key: `problem.${backend}` });
	return list;
}
