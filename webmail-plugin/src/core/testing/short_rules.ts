// For tests: rules of one line each, as the conformance files of stages and shadow write them.

import type { WrittenBundle } from "../bundle.ts";
import type { Effect, Rule } from "../rule.ts";
import type { StageRow } from "../stages.ts";

export interface ShortRule {
	readonly id: string;
	readonly effect: string;
	readonly line: string;
	readonly stages?: readonly unknown[];
}

export function ruleOf({ id, effect, line, stages }: ShortRule): Rule {
	const texts = { title: "t", title_en: "t", source: "s", why: "w", why_en: "w" };
	return {
		...texts,
		id,
		family: id.split(".")[0] ?? "",
		effect: effect as Effect,
		looks_at: ["body.text"],
		match: { kind: "line", phrases: [line] },
		...(stages ? { stages: stages as StageRow[] } : {}),
	};
}

export function bundleOf(version: string, rules: readonly ShortRule[]): WrittenBundle {
	return {
		format: 1,
		version,
		issued_at: null,
		expires_at: null,
		province: { id: "dev", name: "", domains: [] },
		fingerprint_keys: [{ id: "k1", key: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" }],
		limits: { depth: 8, members: 2000, inflated_bytes: 1, ratio: 200, pages: 500, seconds: 20 },
		rules: rules.map(ruleOf),
		kinds: [],
	};
}
