// The characters of a PDF page as upright runs, and whether the text layer can be believed. Words are built from the
// characters' places; `lines.ts` then decides what stands alone. Twin of backend/documents/pdf_text.py.

import { decodeRun, type FontCharset, type LegacyCharset } from "../../core/index.ts";
import { linesOf, type Run, SPACE_EM } from "../lines.ts";
import { isSlanted, type TextLook } from "./content.ts";

export const LOST = "\ufffd"; // a glyph without a letter
const BULLET = `${LOST} `;
// National title and motto (NĐ 30/2020 Phụ lục I) with every letter of U+1EA0–1EF9 gone, whatever stands for it
const BROKEN_HEADS = ["CNGHÒAXÃHICHNGHĨAVITNAM", "CNGHOÀXÃHICHNGHĨAVITNAM", "ĐclpTdoHnhphúc"];
const BETWEEN_LETTERS = /[ ?.*\u00a0\u00bf\u2013\u25a1-]/gu;
// Of letters that only Vietnamese has, those a Latin text layer keeps, and those (U+1EA0–1EF9, or combining marks) that
// a broken one loses: MẬT reads "M T". Of 1.1 million letters of real papers, 7.2 % and 15.9 %; eight of the first
// without one of the second happen once in 3000 times.
const KEPT_LETTERS = /[ăâđêôơưĂÂĐÊÔƠƯ]/gu;
const HIGHER_LETTERS = /[\u1ea0-\u1ef9]|[\u0300-\u0323]/gu;
const ENOUGH_KEPT = 8;
const SAME_BASELINE_EM = 0.1;
const OVERPRINTED_EM = 0.02;
const SAME_EM = 0.01;
// Letters that no old charset's code points show
const BEYOND_ASCII = /[^\u0000-\u007f]/u;
const UNICODE_ONLY = /[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/u;

/** Letters of one font (or page) that tell whether the higher Vietnamese letters were lost. */
export interface LetterCount {
	readonly kept: number;
	readonly higher: number;
}

export function lostTheHigher({ kept, higher }: LetterCount): boolean {
	return kept >= ENOUGH_KEPT && higher === 0;
}

export function sum(counts: Iterable<LetterCount>): LetterCount {
	let [kept, higher] = [0, 0];
	for (const count of counts) {
		kept += count.kept;
		higher += count.higher;
	}
	return { kept, higher };
}

/** Whether a glyph had no letter (a single one before a word is a bullet of a symbol font), or the words that head every
 *  paper stand there without their higher letters. */
export function lostLetters(lines: readonly string[]): boolean {
	if (lines.some((line) => line !== LOST && (line.startsWith(BULLET) ? line.slice(2) : line).includes(LOST)))
		return true;
	const bare = lines.join("").replace(BETWEEN_LETTERS, "");
	return BROKEN_HEADS.some((words) => bare.includes(words));
}

interface OldRun {
	readonly runs: Run[];
	readonly at: number;
	readonly charset: FontCharset;
}

interface Word {
	readonly look: TextLook;
	readonly start: number;
	readonly baseline: number;
	text: string;
	end: number;
	spaced: boolean;
}

/** Characters of a page, put together to words as they come. */
export class PageText {
	/** By writing direction, in whole degrees. */
	readonly runs = new Map<number, Run[]>();
	/** By the name of the font, once the page is ended. */
	readonly letters = new Map<string, LetterCount>();
	/** Texts by the name of their font. */
	readonly #texts = new Map<string, string>();
	/** Places of runs whose letters stand for others, by font. */
	readonly #old = new Map<string, OldRun[]>();
	/** Old ones that some of the page was written in. */
	readonly charsets = new Set<LegacyCharset>();
	#hasOld = false;
	#word: Word | null = null;

	/** Start, end and baseline along the writing direction, in points. */
	add(character: string, look: TextLook, start: number, end: number, baseline: number): void {
		let word = this.#word;
		if (word !== null && !continues(word, look, start, baseline)) {
			this.finish();
			word = null;
		}
		if (word === null) {
			this.#word = { look, start, baseline, text: character, end, spaced: false };
			return;
		}
		word.text += character;
		word.end = Math.max(word.end, end);
		word.spaced = false;
	}

	/** A space was written behind the word. */
	space(): void {
		if (this.#word !== null) this.#word.spaced = true;
	}

	/** End the word, if there is one. */
	finish(): void {
		if (this.#word === null) return;
		const { look, start, baseline, text, end, spaced } = this.#word;
		const { font, angle, em } = look;
		const runs = this.runs.get(angle) ?? [];
		this.runs.set(angle, runs);
		runs.push({ x: start, y: baseline, width: end - start, height: em, text: spaced ? `${text} ` : text });
		this.#word = null;
		if (font.charset === null) this.#keep(font.name, text);
		else this.#keepOld(font.name, { runs, at: runs.length - 1, charset: font.charset });
	}

	#keep(font: string, text: string): void {
		this.#texts.set(font, (this.#texts.get(font) ?? "") + text);
	}

	#keepOld(font: string, run: OldRun): void {
		const before = this.#old.get(font);
		if (before === undefined) this.#old.set(font, [run]);
		else before.push(run);
	}

	/** End the page: decode what is set in fonts of old charsets, but for fonts whose letters are those of Unicode after
	 *  all. */
	end(): void {
		this.finish();
		for (const [font, places] of this.#old) {
			const isUnicode = places.some(({ runs, at }) => UNICODE_ONLY.test(runs[at]?.text ?? ""));
			for (const { runs, at, charset } of places) {
				const run = runs[at];
				if (run === undefined) continue;
				const text = decoded(run.text, charset, isUnicode);
				runs[at] = { ...run, text };
				this.#hasOld ||= text !== run.text;
				if (!isUnicode && BEYOND_ASCII.test(run.text)) this.charsets.add(charset.charset);
				this.#keep(font, text);
			}
		}
		this.#old.clear();
		for (const [font, text] of this.#texts) this.letters.set(font, lettersIn(text));
	}

	/** Lines of the direction that most letters follow first. */
	lines(): string[] {
		const directions = [...this.runs.values()].sort((a, b) => letterCount(b) - letterCount(a));
		const lines = directions.flatMap(linesOf);
		return this.#hasOld ? lines.map((line) => line.normalize("NFC")) : lines; // their tone marks stand apart
	}
}

function decoded(text: string, font: FontCharset, isUnicode: boolean): string {
	if (!isUnicode) return decodeRun(text, font);
	return font.capitals ? text.toUpperCase() : text;
}

function letterCount(runs: readonly Run[]): number {
	return runs.reduce((count, run) => count + Array.from(run.text.replaceAll(" ", "")).length, 0);
}

function continues(word: Word, next: TextLook, start: number, baseline: number): boolean {
	const gap = start - word.end;
	// What was written as a space took no room: an invisible character that only a marked content names. How much room a
	// slanted letter takes is not known.
	const isOverprinted = !isSlanted(next) && gap <= OVERPRINTED_EM * next.em;
	return (
		(!word.spaced || isOverprinted) &&
		(word.look === next || sameLook(word.look, next)) &&
		gap > -next.em &&
		gap < SPACE_EM * next.em &&
		Math.abs(baseline - word.baseline) <= SAME_BASELINE_EM * next.em
	);
}

function sameLook(one: TextLook, other: TextLook): boolean {
	const isClose = Math.abs(one.em - other.em) <= SAME_EM * Math.max(one.em, other.em);
	return one.font.name === other.font.name && isClose && one.angle === other.angle;
}

function lettersIn(text: string): LetterCount {
	const higher = countOf(HIGHER_LETTERS, text);
	return { kept: countOf(KEPT_LETTERS, text), higher };
}

/** @param pattern global; what it finds is not kept */
function countOf(pattern: RegExp, text: string): number {
	let count = 0;
	pattern.lastIndex = 0;
	while (pattern.test(text)) count++;
	return count;
}
