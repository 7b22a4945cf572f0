// What an agency asks beyond the province's rules: rules of its own, or more of a rule that exists; never less (checked
// when the bundle is built, and again by the server). Twin of backend/classification/overlay.py.

import type { WrittenBundle } from "./bundle.ts";
import type { Effect, Rule } from "./rule.ts";

export interface WrittenOverlay {
	/** Code of the agency. */
	readonly agency: string;
	/** The decision that asks it. */
	readonly source: string;
	/** Rule id → effect. */
	readonly tighten?: Readonly<Record<string, Effect>>;
	readonly rules: readonly Rule[];
}

/** The bundle with the rules of one agency; itself where that has none of its own. */
export function bundleForAgency<B extends WrittenBundle>(bundle: B, agency: string | null): B {
	const own = (bundle.overlays ?? []).filter((overlay) => overlay.agency === agency);
	const rules = own.reduce<readonly Rule[]>((all, overlay) => {
		const tightened = all.map((rule) => {
			const effect = overlay.tighten?.[rule.id];
			if (effect === undefined) return rule;
			const { stages: _, ...enforced } = rule; // what the agency decided holds at once, whatever stage the rule is in
			return { ...enforced, effect };
		});
		return [...tightened, ...overlay.rules];
	}, bundle.rules);
	return own.length === 0 ? bundle : { ...bundle, rules };
}
