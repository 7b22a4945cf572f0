// What judges, put together around a scanner: the same for the plugin and for the extension.

import { bundleForAgency, countTexts, Engine, openBundle, openCandidate, replaces, Shadow } from "./core/index.ts";
import type { RuleMeans } from "./ui/compose/rule_gate.ts";

/** @param approvals people who must have signed the rules, 1 or 2 */
export function ruleMeansOf<Files extends RuleMeans["scanner"]>(
	scanner: Files,
	approvals: number,
): RuleMeans & { readonly scanner: Files } {
	return {
		openBundle: (jws, trusted) => openBundle(jws, trusted, approvals),
		bundleForAgency,
		engineOf: (bundle) => new Engine(bundle),
		openCandidate,
		isNewer: (candidate, live) => !replaces(live, candidate),
		shadowOf: (candidate) => Shadow.of(candidate),
		countTexts,
		scanner,
	};
}
