// From a written match to a matcher. Twin of `read_matcher` in backend/classification/rule.py.

import { BundleError } from "./errors.ts";
import {
	allMatcher,
	anyMatcher,
	fieldMatcher,
	lineMatcher,
	lineStartMatcher,
	type Matcher,
	nearMatcher,
	patternMatcher,
	phraseMatcher,
	sinceMatcher,
} from "./matchers.ts";
import type { WrittenMatch } from "./rule.ts";
import { accented, joined } from "./text.ts";
import type { Level } from "./verdict.ts";

/** @throws BundleError when the kind is unknown, or the pattern is not one a browser can compile. */
export function compileMatch(written: WrittenMatch): Matcher {
	switch (written.kind) {
		case "line":
			return lineMatcher(lineKeys(written), anyCase(written));
		case "line_start":
			return lineStartMatcher(normal(written.phrases, written), anyCase(written), written.only_pages ?? []);
		case "since":
			return sinceMatcher(normal(written.phrases, {}));
		case "phrase":
			return phraseMatcher(normal(written.phrases, written), anyCase(written));
		case "near":
			return nearMatcher(
				{ first: normal(written.first, written), second: normal(written.second, written), within: written.within },
				anyCase(written),
			);
		case "pattern":
			return compilePattern(written.pattern, written.literal, anyCase(written));
		case "field":
			return fieldMatcher(written.field, written.in ?? [], normal(written.contains ?? [], { case: "any" }));
		case "any":
			return anyMatcher(written.of.map(compileMatch));
		case "all":
			return allMatcher(written.of.map(compileMatch));
		default:
			throw new BundleError("malformed", "the bundle has a kind of match that nobody knows");
	}
}

interface Cased {
	readonly case?: "exact" | "any";
}

function anyCase(written: Cased): boolean {
	return written.case === "any";
}

function normal(phrases: readonly string[], written: Cased): string[] {
	return phrases.map((phrase) => (anyCase(written) ? accented(phrase).toLowerCase() : accented(phrase)));
}

function lineKeys(written: Extract<WrittenMatch, { kind: "line" }>): Map<string, Level | null> {
	const key = (phrase: string) => (anyCase(written) ? joined(phrase).toLowerCase() : joined(phrase));
	return new Map(written.phrases.map((phrase) => [key(phrase), written.levels?.[phrase] ?? null]));
}

function compilePattern(pattern: string, literal: string, anyCase: boolean): Matcher {
	try {
		return patternMatcher(pattern, literal, anyCase);
	} catch {
		throw new BundleError("malformed", "the bundle has a pattern that cannot be compiled");
	}
}
