// Paragraphs put together from styled runs, as the readers of .doc and .rtf find them one after another. Each run is
// decoded by its font where that is one of the old 8-bit charsets. Besides what is shown now, a paragraph is read as it
// was before tracked changes; hidden text and texts quoted in field codes are lines of their own. Twin of
// backend/documents/styled_text.py.

import { decodeRun, type FontCharset, type LegacyCharset } from "../core/index.ts";
import { pieces, piecesOfAll } from "./spacing.ts";

export const PAGE_TURN = "\f";
const QUOTED = /["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]/gu;
const HALF_PAIR = /\p{Cs}/gu;

/** How a run of text is shown. */
export interface RunLook {
	/** Null: Unicode. */
	readonly font: FontCharset | null;
	readonly capitals: boolean;
	readonly hidden: boolean;
	readonly deleted: boolean;
	readonly inserted: boolean;
}

export const PLAIN: RunLook = { font: null, capitals: false, hidden: false, deleted: false, inserted: false };

interface Run {
	readonly text: string;
	readonly look: RunLook;
}

interface Field {
	inResult: boolean;
	readonly code: Run[];
}

/** One story (body, header, note, box …); `pages` and `charsets` are its result. */
export class StyledText {
	readonly pages: string[][] = [[]];
	readonly charsets = new Set<LegacyCharset>();
	#runs: Run[] = [];
	readonly #fields: Field[] = [];

	/** Text of one look; line breaks and tabs stand in it as characters, PAGE_TURN turns the page. */
	add(text: string, look: RunLook = PLAIN): void {
		const unfinished = this.#fields.filter((field) => !field.inResult).at(-1);
		if (unfinished !== undefined) {
			unfinished.code.push({ text, look });
			return;
		}
		const last = this.#runs.at(-1);
		if (last !== undefined && sameLook(last.look, look))
			this.#runs[this.#runs.length - 1] = { text: last.text + text, look };
		else this.#runs.push({ text, look });
	}

	beginField(): void {
		this.#fields.push({ inResult: false, code: [] });
	}

	separateField(): void {
		const field = this.#fields.at(-1);
		if (field !== undefined) field.inResult = true;
	}

	/** What a field's code quotes is read; all of it where it runs over paragraphs. */
	endField(): void {
		const field = this.#fields.pop();
		if (field === undefined) return;
		const code = field.code.map((run) => this.#decoded(run)).join("");
		const quoted = code.includes("\n") ? [code] : [...code.matchAll(QUOTED)].map(([, text = ""]) => text);
		this.#emit(piecesOfAll(quoted));
	}

	endParagraph(): void {
		if (this.#fields.some((field) => !field.inResult)) {
			this.add("\n");
			return;
		}
		const { shown, before, aside } = this.#texts();
		const lines = new Set<string>();
		for (const [number, onPage] of shown.split(PAGE_TURN).entries()) {
			if (number > 0 && this.pages.at(-1)?.length) this.pages.push([]);
			const found = pieces(onPage);
			this.#emit(found);
			for (const line of found) lines.add(line);
		}
		for (const other of [before, aside]) this.#emit(pieces(other).filter((line) => !lines.has(line)));
	}

	/** The story with whatever was left open closed. */
	end(): this {
		while (this.#fields.length > 0) {
			this.add("\n");
			this.endField();
		}
		this.endParagraph();
		return this;
	}

	/** The open paragraph: as shown, as it was before changes (where that differs), and what is hidden. */
	#texts(): { shown: string; before: string; aside: string } {
		const runs = this.#runs;
		this.#runs = [];
		let [shown, before, aside] = ["", "", ""];
		let isChanged = false;
		for (const run of runs) {
			const text = this.#decoded(run);
			const { hidden, deleted, inserted } = run.look;
			if (hidden) {
				aside += text;
				continue;
			}
			isChanged ||= inserted || deleted;
			if (!inserted) before += text;
			if (!deleted) shown += text;
		}
		return { shown, before: isChanged ? before : "", aside };
	}

	#decoded({ text, look }: Run): string {
		let read = text;
		if (look.font !== null) {
			read = decodeRun(text, look.font);
			if (read !== text) this.charsets.add(look.font.charset);
		}
		read = read.replace(HALF_PAIR, "\ufffd");
		return look.capitals ? read.toUpperCase() : read;
	}

	#emit(lines: readonly string[]): void {
		this.pages.at(-1)?.push(...lines);
	}
}

function sameLook(one: RunLook, other: RunLook): boolean {
	return (
		one.font?.charset === other.font?.charset &&
		one.font?.capitals === other.font?.capitals &&
		one.capitals === other.capitals &&
		one.hidden === other.hidden &&
		one.deleted === other.deleted &&
		one.inserted === other.inserted
	);
}
