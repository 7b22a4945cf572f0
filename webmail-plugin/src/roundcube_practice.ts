// The part of the list's page where a sample paper is tried: the rules of the webmail and the scanner, and no way to the backend.

import type { TrustedKey } from "./core/index.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import type { Part } from "./part.ts";
import { RuleGate } from "./ui/compose/rule_gate.ts";
import { openPracticeDialog } from "./ui/practice/practice_dialog.ts";
import { loadTexts } from "./ui/texts.ts";

export async function openPractice(
	roundcube: Roundcube,
	settings: PageSettings,
	rules: Part<typeof import("./roundcube_rules.ts")>,
): Promise<void> {
	const [texts, { ruleMeans }] = await Promise.all([loadTexts(settings.language), rules.load()]);
	const means = ruleMeans(settings);
	const trusted = settings.trusted_keys as readonly TrustedKey[];
	const parts = {
		gate: new RuleGate(new RoundcubeServer(roundcube), trusted, async () => means),
		texts,
		backendUrl: settings.backend_url,
		openPage: (link: string) => void window.open(link, "_blank", "noopener"),
	};
	openPracticeDialog(parts, new RoundcubeSurface(roundcube), () => means.scanner.close());
}
