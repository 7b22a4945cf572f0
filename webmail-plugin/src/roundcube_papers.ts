// What reads the papers that came with a letter: the rules and the scanner's worker, loaded when there are some.

import type { TrustedKey } from "./core/index.ts";
import type { PageSettings } from "./hosts/roundcube/rcmail.ts";
import type { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { Scanner } from "./scan/scanner.ts";
import { RuleGate } from "./ui/compose/rule_gate.ts";
import type { ReadsPaper } from "./ui/letter/paper_files.ts";

export function paperReader(settings: PageSettings, server: RoundcubeServer): ReadsPaper {
	const scanner = new Scanner(new URL(settings.parts.scanner, document.baseURI));
	const gate = new RuleGate(server, settings.trusted_keys as readonly TrustedKey[], scanner);
	return async (file, receivedOn) => {
		scanner.start();
		if (gate.state === "loading") await gate.load(false);
		return gate.bundle === null ? null : scanner.read(file, receivedOn);
	};
}
