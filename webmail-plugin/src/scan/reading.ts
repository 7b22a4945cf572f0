// What all readers share: where to put what was read, what could not be, and how to go one container deeper. Twin of
// backend/documents/reading.py.

import {
	type Page,
	type Part,
	readText,
	type UncertainPlace,
	type UnreadablePart,
	type UnreadableReason,
} from "../core/index.ts";
import type { Budget } from "./budget.ts";
import { NO_PICTURES, type Pictures } from "./pictures.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What a place where files are read gives to the reading. */
export interface Means {
	readonly pictures: Pictures;
	/** Hears which page of how many is being looked at: pictures of pages take their time. */
	readonly progress: (page: number, pages: number) => void;
}

export const NO_MEANS: Means = { pictures: NO_PICTURES, progress: () => {} };

/** One file being read with everything inside it. */
export class Reading {
	readonly budget: Budget;
	/** Read an inner file. Rejects with LimitExceeded only. */
	readonly goDeeper: (bytes: Bytes, path: string, depth: number) => Promise<void>;
	readonly parts: Part[] = [];
	readonly unreadable: UnreadablePart[] = [];
	readonly uncertain: UncertainPlace[] = [];

	readonly #means: Means;

	constructor(budget: Budget, goDeeper: Reading["goDeeper"], means: Means = NO_MEANS) {
		this.budget = budget;
		this.goDeeper = goDeeper;
		this.#means = means;
	}

	get pictures(): Pictures {
		return this.#means.pictures;
	}

	looksAt(page: number, pages: number): void {
		this.#means.progress(page, pages);
	}

	/** `charset`: what some of the text was written in, if not Unicode (contract 2); it is decoded by now. What no font
	 *  told is recognised here by what it says. */
	add(path: string, mediaType: string, pages: readonly Page[], charset: string | null = null): void {
		const read = readText(pages.flatMap((page) => page.lines));
		this.parts.push({ path, mediaType, pages: withLines(pages, read.lines), charset: charset ?? read.charset });
		if (read.doubtful) this.giveUp(path, mediaType, "text-layer");
	}

	giveUp(path: string, mediaType: string, reason: UnreadableReason): void {
		this.unreadable.push({ path, mediaType, reason });
	}

	/** Something on that page looks like a stamp and cannot be read. */
	doubt(path: string, page: number): void {
		this.uncertain.push({ path, page });
	}
}

/** The pages with these lines for their own, one for one. */
function withLines(pages: readonly Page[], lines: readonly string[]): Page[] {
	let start = 0;
	return pages.map((page) => {
		const own = lines.slice(start, start + page.lines.length);
		start += page.lines.length;
		return { ...page, lines: own };
	});
}

export function innerPath(outer: string, member: string): string {
	return outer === "" ? member : `${outer}/${member}`;
}

/** Pages in the order given, counted from 1; those without lines are left out. */
export function numbered(pages: readonly (readonly string[])[]): Page[] {
	return pages.map((lines, index) => ({ number: index + 1, lines })).filter((page) => page.lines.length > 0);
}
