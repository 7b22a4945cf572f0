import type { Action, Finding } from "./verdict.ts";

/** What may leave the machine about one file (GraphQL VerdictReport). */
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

/** Strip a finding to what may leave (contract 3): of a marked file only action, state, rule ids, bundle, time. */
export declare function verdictReport(finding: Finding, action: Action, bundleVersion: string): VerdictReport;
