// The closed set of matchers. Each finds its matches in one part. Twin of backend/classification/matchers.py.

import { hasBegun } from "./dates.ts";
import { characterAt, Flow, type PageText, type Place, type Span } from "./page_text.ts";
import { type Needs, needsOf } from "./prefilter.ts";
import type { FormField } from "./rule.ts";
import { accented, isWordCharacter, standingAlone } from "./text.ts";
import type { DocumentForm, Level } from "./verdict.ts";

/** One match: its place (null for form fields) and the level its phrase stands for. */
export interface Match {
	readonly place: Place | null;
	readonly level: Level | null;
}

/** What a matcher looks at: the pages of one part, what the form reader made of them, and which day it is (ISO). */
export class Subject {
	readonly pages: readonly PageText[];
	readonly form: DocumentForm;
	readonly today: string;
	readonly #flows = new Map<FormField, readonly Flow[]>();

	constructor(pages: readonly PageText[], form: DocumentForm, today: string) {
		this.pages = pages;
		this.form = form;
		this.today = today;
	}

	valuesOf(field: FormField): readonly string[] {
		if (field === "kinh_gui") return this.form.kinhGui;
		if (field === "noi_nhan") return this.form.noiNhan;
		const value = this.form[field];
		return value === null ? [] : [value];
	}

	/** The field's values, normalised and in lower case. */
	flowsOf(field: FormField): readonly Flow[] {
		const known = this.#flows.get(field);
		if (known !== undefined) return known;
		const flows = this.valuesOf(field).map((value) => new Flow([accented(value).toLowerCase()]));
		this.#flows.set(field, flows);
		return flows;
	}
}

export interface Matcher {
	/** One of these stands on some page of whatever matches; null if it may match without any. */
	readonly needs: Needs;
	/** All that it asks a page for. */
	readonly literals: ReadonlySet<string>;
	find(subject: Subject): Match[];
}

const NOTHING: ReadonlySet<string> = new Set();

/** One that needs one of its phrases, and finds what it finds page by page. */
function phrased(phrases: Iterable<string>, onPage: (page: PageText, today: string) => Match[]): Matcher {
	const needs = needsOf(phrases);
	return {
		needs,
		literals: needs ?? NOTHING,
		find: ({ pages, today }) => pages.flatMap((page) => (page.mayHold(needs) ? onPage(page, today) : [])),
	};
}

/** A whole line as a reader sees it, also spaced out ("M Ậ T") or spread over several lines that hold nothing else,
 *  whatever frame stands around it. Keys are joined (no spaces), in lower case where any case will do. */
export function lineMatcher(phrases: ReadonlyMap<string, Level | null>, anyCase: boolean): Matcher {
	return phrased(phrases.keys(), (page) => {
		const { keys } = page.in(anyCase);
		return [...phrases].flatMap(([key, level]) =>
			keys.numbersOf(key).map((line) => ({ place: { page: page.number, line }, level })),
		);
	});
}

/** `onlyPages` empty: every page. */
export function lineStartMatcher(phrases: readonly string[], anyCase: boolean, onlyPages: readonly number[]): Matcher {
	return phrased(phrases, (page) => {
		if (onlyPages.length > 0 && !onlyPages.includes(page.number)) return [];
		return page
			.in(anyCase)
			.alone.flatMap((alone, index) =>
				phrases.some((phrase) => begins(alone, phrase)) ? [matchAt(page, index + 1)] : [],
			);
	});
}

function begins(line: string, phrase: string): boolean {
	return line.startsWith(phrase) && !isWordCharacter(characterAt(line, phrase.length));
}

/** A stamp that holds from a day on: a phrase alone on its line, or one that goes on with "từ". Its date stands behind
 *  it or on the next lines; it does not match before that day, and matches where no date can be read. */
export function sinceMatcher(phrases: readonly string[]): Matcher {
	return phrased(phrases, (page, today) => {
		const { alone } = page.in(false);
		return alone.flatMap((line, index) => {
			const behind = behindStamp(line, phrases);
			const holds = behind !== null && hasBegun(behind, alone.slice(index + 1, index + 3), today);
			return holds ? [matchAt(page, index + 1)] : [];
		});
	});
}

/** What stands behind the phrase; null where it is neither alone nor followed by "từ". */
function behindStamp(alone: string, phrases: readonly string[]): string | null {
	const key = alone.replaceAll(" ", "");
	for (const phrase of phrases) {
		if (key === phrase.replaceAll(" ", "")) return "";
		if (!alone.startsWith(phrase)) continue;
		const behind = standingAlone(alone.slice(phrase.length)).toLowerCase();
		if (begins(behind, "từ")) return behind;
	}
	return null;
}

export function phraseMatcher(phrases: readonly string[], anyCase: boolean): Matcher {
	return phrased(phrases, (page) => spans(page, phrases, anyCase).map((span) => matchAt(page, span.line)));
}

function matchAt(page: PageText, line: number): Match {
	return { place: { page: page.number, line }, level: null };
}

/** Every occurrence of any of the phrases, in reading order. */
function spans(page: PageText, phrases: readonly string[], anyCase: boolean): Span[] {
	const { flow } = page.in(anyCase);
	const found = phrases.flatMap((phrase) => flow.occurrences(phrase));
	return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

export interface Near {
	readonly first: readonly string[];
	readonly second: readonly string[];
	/** Characters between the two, in either order. */
	readonly within: number;
}

/** A phrase of each list with at most `within` characters between them. The second list holds the rarer ones. */
export function nearMatcher({ first, second, within }: Near, anyCase: boolean): Matcher {
	const needsToo = needsOf(first);
	const matcher = phrased(second, (page) => {
		if (!page.mayHold(needsToo)) return [];
		const { text } = page.in(anyCase).flow;
		const seconds = spans(page, second, anyCase);
		return spans(page, first, anyCase)
			.filter((one) => seconds.some((other) => isWithin(text, one, other, within)))
			.map((one) => matchAt(page, one.line));
	});
	return { ...matcher, literals: new Set([...matcher.literals, ...(needsToo ?? [])]) };
}

function isWithin(text: string, one: Span, other: Span, within: number): boolean {
	const [before, after] = one.start < other.start ? [one, other] : [other, one];
	if (after.start < before.end) return false; // they overlap
	return after.start - before.end <= 2 * within && [...text.slice(before.end, after.start)].length <= within;
}

/** A restricted pattern over the page as one string, tried only where its literal occurs. */
export function patternMatcher(pattern: string, literal: string, anyCase: boolean): Matcher {
	const expression = new RegExp(pattern, "gu");
	return phrased([literal], (page) => {
		const { flow } = page.in(anyCase);
		if (!flow.text.includes(literal)) return [];
		return [...flow.text.matchAll(expression)].map((found) => matchAt(page, flow.lineAt(found.index)));
	});
}

/** Over what the form reader recognised: `oneOf` compares whole values, `contains` looks for phrases (lower case). */
export function fieldMatcher(field: FormField, oneOf: readonly string[], contains: readonly string[]): Matcher {
	const fits = (subject: Subject): boolean => {
		if (oneOf.length > 0) return subject.valuesOf(field).some((value) => oneOf.includes(value));
		return subject.flowsOf(field).some((flow) => contains.some((phrase) => flow.occurrences(phrase).length > 0));
	};
	return { needs: null, literals: NOTHING, find: (subject) => (fits(subject) ? [{ place: null, level: null }] : []) };
}

export function anyMatcher(of: readonly Matcher[]): Matcher {
	const needs = of.some((matcher) => matcher.needs === null)
		? null
		: union(of.map((matcher) => matcher.needs ?? NOTHING));
	return {
		needs,
		literals: union(of.map((matcher) => matcher.literals)),
		find: (subject) => of.flatMap((matcher) => matcher.find(subject)),
	};
}

/** Every one matches somewhere in the part; the first one's places are reported. */
export function allMatcher(of: readonly Matcher[]): Matcher {
	const fewestFirst = of.flatMap(({ needs }) => (needs === null ? [] : [needs])).sort((a, b) => a.size - b.size);
	const cheapestFirst = [...of].sort((a, b) => a.literals.size - b.literals.size);
	return {
		needs: fewestFirst[0] ?? null, // all of them must match, so any of them that has needs will do
		literals: union(of.map((matcher) => matcher.literals)),
		find: (subject) =>
			cheapestFirst.every((matcher) => matcher.find(subject).length > 0) ? (of[0]?.find(subject) ?? []) : [],
	};
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
	return new Set(sets.flatMap((set) => [...set]));
}
