// What judges, put together around a scanner: the same for the plugin and for the extension.

import { bundleForAgency, Engine, openBundle } from "./core/index.ts";
import type { RuleMeans } from "./ui/compose/rule_gate.ts";
import type { ShadowMeans } from "./ui/compose/shadow_gate.ts";
import { shadowMeans } from "./ui/compose/shadow_means.ts";

/** @param approvals people who must have signed the rules, 1 or 2 */
export function ruleMeansOf<Files extends RuleMeans["scanner"] & ShadowMeans["scanner"]>(
	scanner: Files,
	approvals: number,
): RuleMeans & { readonly scanner: Files } {
	return {
		openBundle: (jws, trusted) => openBundle(jws, trusted, approvals),
		bundleForAgency,
		engineOf: (bundle) => new Engine(bundle),
		scanner,
		shadow: shadowMeans(scanner),
	};
}
