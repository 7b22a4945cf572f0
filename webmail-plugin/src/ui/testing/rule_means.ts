// For tests: what judges on a page, as roundcube_rules.ts puts it together, with a scanner of the test's own.

import { bundleForAgency, countTexts, Engine, openBundle, openCandidate, replaces, Shadow } from "../../core/index.ts";
import type { RuleMeans } from "../compose/rule_gate.ts";

export function meansWith(scanner: Omit<RuleMeans["scanner"], "onCounted">): RuleMeans {
	return {
		openBundle,
		openCandidate,
		bundleForAgency,
		engineOf: (bundle) => new Engine(bundle),
		isNewer: (candidate, live) => !replaces(live, candidate),
		shadowOf: (candidate) => Shadow.of(candidate),
		countTexts,
		scanner: { onCounted: () => undefined, ...scanner },
	};
}
