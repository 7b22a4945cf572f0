// What may leave the machine about one file (contract 3): of a marked one only action, state, rules, bundle, time.

import type { Action, Finding } from "./verdict.ts";

/** GraphQL VerdictReport. */
export interface VerdictReport {
	readonly fingerprint: string | null;
	readonly action: "ALLOW" | "CONFIRM" | "BLOCK";
	readonly state: string;
	readonly rules: readonly string[];
	readonly bundle: string;
	readonly obligation: string | null;
	readonly kind: string | null;
	readonly elapsedMs: number;
}

const ACTIONS = { allow: "ALLOW", confirm: "CONFIRM", block: "BLOCK" } as const;

export function verdictReport(finding: Finding, action: Action, bundleVersion: string): VerdictReport {
	const marked = finding.secrecy === "marked";
	return {
		fingerprint: marked ? null : finding.fingerprint,
		action: ACTIONS[action],
		state: finding.secrecy,
		rules: [...new Set(finding.hits.map((hit) => hit.id))],
		bundle: bundleVersion,
		obligation: marked ? null : finding.obligation,
		kind: marked ? null : finding.document.kind,
		elapsedMs: Math.round(finding.elapsedMs),
	};
}
