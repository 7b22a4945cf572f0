// The closed set of matchers. Each finds its matches in one part. Twin of backend/classification/matchers.py.

import { characterAt, PageText, type Place, type Span } from "./page_text.ts";
import type { FormField } from "./rule.ts";
import { isWordCharacter, standingAlone } from "./text.ts";
import type { DocumentForm, Level } from "./verdict.ts";

/** One match: its place (null for form fields) and the level its phrase stands for. */
export interface Match {
	readonly place: Place | null;
	readonly level: Level | null;
}

/** What a matcher looks at: the pages of one part and what the form reader made of them. */
export interface Subject {
	readonly pages: readonly PageText[];
	readonly form: DocumentForm;
}

export type Matcher = (subject: Subject) => Match[];

/** A whole line as a reader sees it, also spaced out ("M Ậ T"), whatever frame stands around it. Keys are joined (no
 *  spaces), in lower case where any case will do. */
export function lineMatcher(phrases: ReadonlyMap<string, Level | null>, anyCase: boolean): Matcher {
	return ({ pages }) => {
		const found: Match[] = [];
		for (const page of pages) {
			for (const [index, line] of page.linesIn(anyCase).entries()) {
				const level = phrases.get(standingAlone(line).replaceAll(" ", ""));
				if (level !== undefined) found.push({ place: { page: page.number, line: index + 1 }, level });
			}
		}
		return found;
	};
}

/** `onlyPages` empty: every page. */
export function lineStartMatcher(phrases: readonly string[], anyCase: boolean, onlyPages: readonly number[]): Matcher {
	return ({ pages }) => {
		const found: Match[] = [];
		for (const page of pages) {
			if (onlyPages.length > 0 && !onlyPages.includes(page.number)) continue;
			for (const [index, line] of page.linesIn(anyCase).entries()) {
				const alone = standingAlone(line);
				if (!phrases.some((phrase) => begins(alone, phrase))) continue;
				found.push({ place: { page: page.number, line: index + 1 }, level: null });
			}
		}
		return found;
	};
}

function begins(line: string, phrase: string): boolean {
	return line.startsWith(phrase) && !isWordCharacter(characterAt(line, phrase.length));
}

export function phraseMatcher(phrases: readonly string[], anyCase: boolean): Matcher {
	return ({ pages }) => pages.flatMap((page) => spans(page, phrases, anyCase).map((span) => matchAt(page, span.line)));
}

function matchAt(page: PageText, line: number): Match {
	return { place: { page: page.number, line }, level: null };
}

/** Every occurrence of any of the phrases, in reading order. */
function spans(page: PageText, phrases: readonly string[], anyCase: boolean): Span[] {
	const flow = page.flowIn(anyCase);
	const found = phrases.flatMap((phrase) => flow.occurrences(phrase));
	return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

export interface Near {
	readonly first: readonly string[];
	readonly second: readonly string[];
	/** Characters between the two, in either order. */
	readonly within: number;
}

/** A phrase of each list with at most `within` characters between them. */
export function nearMatcher({ first, second, within }: Near, anyCase: boolean): Matcher {
	return ({ pages }) =>
		pages.flatMap((page) => {
			const { text } = page.flowIn(anyCase);
			const seconds = spans(page, second, anyCase);
			return spans(page, first, anyCase)
				.filter((one) => seconds.some((other) => isWithin(text, one, other, within)))
				.map((one) => matchAt(page, one.line));
		});
}

function isWithin(text: string, one: Span, other: Span, within: number): boolean {
	const [before, after] = one.start < other.start ? [one, other] : [other, one];
	if (after.start < before.end) return false; // they overlap
	return [...text.slice(before.end, after.start)].length <= within;
}

/** A restricted pattern over the page as one string, tried only where its literal occurs. */
export function patternMatcher(pattern: string, literal: string, anyCase: boolean): Matcher {
	const expression = new RegExp(pattern, "gu");
	return ({ pages }) =>
		pages.flatMap((page) => {
			const flow = page.flowIn(anyCase);
			if (!flow.text.includes(literal)) return [];
			return [...flow.text.matchAll(expression)].map((found) => matchAt(page, flow.lineAt(found.index)));
		});
}

/** Over what the form reader recognised: `oneOf` compares whole values, `contains` looks for phrases (lower case). */
export function fieldMatcher(field: FormField, oneOf: readonly string[], contains: readonly string[]): Matcher {
	const fits = (value: string): boolean => {
		if (oneOf.length > 0) return oneOf.includes(value);
		const flow = new PageText({ number: 1, lines: [value] }).flowIn(true);
		return contains.some((phrase) => flow.occurrences(phrase).length > 0);
	};
	return ({ form }) => (values(form, field).some(fits) ? [{ place: null, level: null }] : []);
}

function values(form: DocumentForm, field: FormField): readonly string[] {
	if (field === "kinh_gui") return form.kinhGui;
	if (field === "noi_nhan") return form.noiNhan;
	const value = form[field];
	return value === null ? [] : [value];
}

export function anyMatcher(of: readonly Matcher[]): Matcher {
	return (subject) => of.flatMap((matcher) => matcher(subject));
}

/** Every one matches somewhere in the part; the first one's places are reported. */
export function allMatcher(of: readonly Matcher[]): Matcher {
	return (subject) => {
		const found = of.map((matcher) => matcher(subject));
		return found.every((matches) => matches.length > 0) ? (found[0] ?? []) : [];
	};
}
