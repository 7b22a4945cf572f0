// What reads the papers that came with a letter: the rules and the scanner's worker, loaded when there are some.

import type { TrustedKey } from "./core/index.ts";
import type { PageSettings } from "./hosts/roundcube/rcmail.ts";
import type { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { ruleMeans } from "./roundcube_rules.ts";
import { RuleGate } from "./ui/compose/rule_gate.ts";
import type { ReadsPaper } from "./ui/letter/paper_files.ts";

export function paperReader(settings: PageSettings, server: RoundcubeServer): ReadsPaper {
	const means = ruleMeans(settings);
	const gate = new RuleGate(server, settings.trusted_keys as readonly TrustedKey[], async () => means);
	return async (file, receivedOn) => {
		means.scanner.start();
		if (!gate.isSettled) await gate.load(false);
		return gate.bundle === null ? null : means.scanner.read(file, receivedOn);
	};
}
