// The part of the list's page that shows "Thời gian hồi đáp".

import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import { backendOf } from "./roundcube_backend.ts";
import { loadTexts } from "./ui/texts.ts";
import { openTimesDialog } from "./ui/times/times_dialog.ts";

export async function openTimes(roundcube: Roundcube, settings: PageSettings): Promise<void> {
	const backend = backendOf(settings, new RoundcubeServer(roundcube));
	openTimesDialog(backend, new RoundcubeSurface(roundcube), await loadTexts(settings.language));
}
