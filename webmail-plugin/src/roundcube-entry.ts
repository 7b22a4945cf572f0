// The bundle Roundcube loads (roundcube/congvu.php): puts the pieces together on the pages that need them.

import { Backend } from "./api/backend.ts";
import { ReportQueue } from "./api/report_queue.ts";
import { PluginSession } from "./api/session.ts";
import type { TrustedKey } from "./core/index.ts";
import { type PageSettings, type Roundcube, roundcubeOf } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { storageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { guardCompose } from "./roundcube_compose.ts";
import { textsFor } from "./ui/texts.ts";
import { openTimesDialog } from "./ui/times/times_dialog.ts";
import "./roundcube.css";

function start(roundcube: Roundcube, settings: PageSettings): void {
	const server = new RoundcubeServer(roundcube);
	const surface = new RoundcubeSurface(roundcube);
	const texts = textsFor(settings.language);
	const ask: typeof fetch = (url, init) => fetch(url, init);
	const backend = new Backend(
		settings.backend_url,
		new PluginSession(settings.backend_url, () => server.token(), ask),
		ask,
	);
	const storage = storageOf(window);
	const reports = new ReportQueue(storage, settings.login, backend);
	if (roundcube.env.action === "compose") {
		const trusted = settings.trusted_keys as readonly TrustedKey[];
		guardCompose({ roundcube, server, surface, texts, backend, reports, storage, trusted, settings });
	} else {
		roundcube.register_command("plugin.congvu-times", () => openTimesDialog(backend, surface, texts), true);
	}
	// what another page could not deliver; a window that was closed after sending left it here
	const deliver = () => void reports.flush().catch(() => undefined);
	window.addEventListener("storage", deliver);
	deliver();
}

const roundcube = roundcubeOf(window);
roundcube?.addEventListener("init", () => {
	const settings = roundcube.env.congvu;
	if (roundcube.task === "mail" && settings !== undefined) start(roundcube, settings);
});
