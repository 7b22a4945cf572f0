// Rules in words: what was found, where, and by what right.

import type { Bundle, Finding, RuleHit } from "../../core/index.ts";
import type { Texts } from "../texts.ts";

type Rule = Bundle["rules"][number];

/** What the rule did when it was judged by; for findings of a scanner that does not say, what it does once enforced. */
export function effectOf(bundle: Bundle | null, hit: RuleHit): Rule["effect"] | null {
	return hit.effect ?? bundle?.rules.find(({ id }) => id === hit.id)?.effect ?? null;
}

/** Whether the rule only warns so far: once enforced it would do more than ask. */
export function warns(bundle: Bundle | null, hit: RuleHit): boolean {
	const enforced = bundle?.rules.find(({ id }) => id === hit.id)?.effect ?? "ask";
	return effectOf(bundle, hit) === "ask" && enforced !== "ask";
}

export interface WordedHit {
	readonly rule: string;
	readonly why: string;
	readonly place: string;
	readonly source: string;
}

/** The hits of rules with one of these effects, in words; one for each rule, the first place it was found. */
export function wordedHits(
	texts: Texts,
	bundle: Bundle | null,
	finding: Finding,
	effects: readonly Rule["effect"][],
): WordedHit[] {
	const first = new Map<string, RuleHit>();
	for (const hit of finding.hits) if (!first.has(hit.id)) first.set(hit.id, hit);
	return [...first.values()].flatMap((hit) => {
		const rule = bundle?.rules.find(({ id }) => id === hit.id);
		if (rule === undefined || !effects.includes(effectOf(bundle, hit) ?? rule.effect)) return [];
		const [title, why] = texts.language === "vi" ? [rule.title, rule.why] : [rule.title_en, rule.why_en];
		return [{ rule: title, why, place: placeOf(texts, hit), source: rule.source }];
	});
}

/** "trang 1, dòng 3, trong phụ lục.docx"; empty when the rule looked at the paper as a whole. */
function placeOf(texts: Texts, hit: RuleHit): string {
	const { part, page, line } = hit;
	const inText = hit.where === "body.text";
	const place =
		page !== null && line !== null && !inText
			? texts("where.page_line", { page, line })
			: page !== null && !inText
				? texts("where.page", { page })
				: line !== null
					? texts("where.line", { line })
					: "";
	return [place, part === "" ? "" : texts("where.part", { part })].filter((piece) => piece !== "").join(", ");
}
