// The part that delivers the verdicts which wait in the browser.

import { ReportQueue } from "./api/report_queue.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { storageOf } from "./hosts/roundcube/storage.ts";
import { backendOf } from "./roundcube_backend.ts";

/** Resolves in any case; what the backend did not take waits on. */
export async function deliver(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const backend = backendOf(settings, new RoundcubeServer(roundcube));
	await new ReportQueue(storageOf(window), settings.login, backend).flush().catch(() => undefined);
}
