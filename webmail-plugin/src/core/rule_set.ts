// All rules of a bundle at once: one look at the text says which of them can match at all, and only those are tried.
// Twin of backend/classification/rule_set.py.

import { compileMatch } from "./compile.ts";
import type { Match, Matcher, Subject } from "./matchers.ts";
import { Prefilter } from "./prefilter.ts";
import type { Rule } from "./rule.ts";
import type { Where } from "./verdict.ts";

export interface CompiledRule extends Pick<Rule, "id" | "effect" | "looks_at" | "stages"> {
	readonly matcher: Matcher;
}

export interface RuleMatches {
	readonly rule: CompiledRule;
	/** At least one. */
	readonly matches: readonly Match[];
}

/** Rules in the order of the bundle; those that look at form fields alone are always tried. */
export class RuleSet {
	readonly #rules: readonly CompiledRule[];
	readonly #always: number[] = [];
	readonly #byLiteral = new Map<string, number[]>();
	readonly #prefilter: Prefilter;

	/** @throws BundleError when a rule cannot be compiled. */
	constructor(rules: readonly Rule[]) {
		this.#rules = rules.map(({ id, effect, looks_at, match, stages }) => {
			return { id, effect, looks_at, matcher: compileMatch(match), ...(stages ? { stages } : {}) };
		});
		for (const [index, { matcher }] of this.#rules.entries()) {
			if (matcher.needs === null) this.#always.push(index);
			for (const literal of matcher.needs ?? []) {
				this.#byLiteral.set(literal, [...(this.#byLiteral.get(literal) ?? []), index]);
			}
		}
		this.#prefilter = new Prefilter(this.#rules.flatMap(({ matcher }) => [...matcher.literals]));
	}

	/** Every rule that looks there and matches, with all its matches. */
	matches(subject: Subject, where: Where): RuleMatches[] {
		const possible = new Set(this.#always);
		for (const page of subject.pages) {
			for (const literal of page.lookFor(this.#prefilter)) {
				for (const index of this.#byLiteral.get(literal) ?? []) possible.add(index);
			}
		}
		return [...possible]
			.sort((a, b) => a - b)
			.flatMap((index) => this.#rules[index] ?? [])
			.filter((rule) => rule.looks_at.includes(where))
			.map((rule) => ({ rule, matches: rule.matcher.find(subject) }))
			.filter(({ matches }) => matches.length > 0);
	}
}
