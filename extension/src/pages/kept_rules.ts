// The rules in force in this browser, as pages of the extension read them: checked against the keys, like any other.

import { type Bundle, openBundle } from "../../../webmail-plugin/src/core/index.ts";
import { ask, type KeptBundle } from "../messages.ts";
import type { Settings } from "../settings/settings.ts";

export interface KeptRules {
	/** Null: the background did not answer. */
	readonly kept: KeptBundle | null;
	readonly bundle: Bundle | null;
}

export async function keptRules({ trusted_keys, rule_approvals }: Settings): Promise<KeptRules> {
	const kept = await ask("bundle", { retry: false }).catch(() => null);
	if (kept === null || kept.written === null) return { kept, bundle: null };
	try {
		return { kept, bundle: openBundle(kept.written, trusted_keys, rule_approvals) };
	} catch {
		return { kept, bundle: null };
	}
}
