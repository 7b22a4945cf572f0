// The part that delivers the verdicts which wait in the browser, and says once a day that the gate stands here.

import { version } from "../package.json";
import { familyOf } from "./api/browser_family.ts";
import { ProtectionReport } from "./api/protection_report.ts";
import { ReportQueue } from "./api/report_queue.ts";
import type { Bundle } from "./core/index.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { missingOnCompose } from "./hosts/roundcube/self_check.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { storageOf } from "./hosts/roundcube/storage.ts";
import { backendOf } from "./roundcube_backend.ts";

/** Resolves in any case; what the backend did not take waits on. */
export async function deliver(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const backend = backendOf(settings, new RoundcubeServer(roundcube));
	await new ReportQueue(storageOf(window), settings.login, backend).flush().catch(() => undefined);
}

/** Of the compose form that is open. Resolves in any case; what the backend did not hear is said later. */
export async function tellProtection(
	roundcube: Roundcube,
	settings: PageSettings,
	bundle: Bundle | null,
): Promise<void> {
	const report = new ProtectionReport(storageOf(window), settings.login);
	const now = new Date();
	if (!report.isDue(now)) return;
	const standing = {
		gate: "PLUGIN",
		version,
		browser: familyOf(navigator),
		managed: false, // what a browser's policy holds in place is an extension
		bundle: bundle?.version ?? "",
		bundleIssuedOn: bundle?.issued_at?.slice(0, 10) ?? null,
		hosts: [{ host: "ROUNDCUBE", missing: missingOnCompose(document) }],
	} as const;
	await report.tell(backendOf(settings, new RoundcubeServer(roundcube)), standing, now).catch(() => undefined);
}
