// One XML part of a Word file (body, header, footnotes, comments, a chart …) as lines on pages. Twin of
// backend/documents/word_story.py.
//
// A line is a paragraph, broken where a tab, a line break or a wide gap breaks it for the eye. Paragraphs of cells and
// text boxes are paragraphs. Pages come from explicit page breaks and from those Word noted when it last saved;
// without either everything stands on page 1. Besides what is shown now: the paragraph as it was before tracked
// changes, hidden text, texts quoted in field codes, WordArt, alternative texts of pictures, texts of automatic
// numbering.

import type { LegacyCharset } from "../../core/index.ts";
import { RunText } from "../office/run_text.ts";
import { isBlank, pieces } from "../spacing.ts";
import type { Attributes, XmlHandler } from "../xml.ts";
import { type Look, PLAIN, type Styles, withProperty } from "./styles.ts";

const TEXT = new Set(["t", "delText"]);
const INSTRUCTION = new Set(["instrText", "delInstrText"]);
const DELETED = new Set(["del", "moveFrom"]);
const INSERTED = new Set(["ins", "moveTo"]);
const BREAKS = new Set(["tab", "ptab", "br", "cr"]);
const PAGE_TURN = "\f";
const QUOTED = /["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]/gu;
const NUMBERING = /%[1-9]/gu;
/** Two letters, whatever is set between them that nobody sees or that only sets them apart: words, no number or sign. */
export const LETTERS =
	/[\p{L}\p{Nl}\p{No}](?:[ \u00a0\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|\u034f)*[\p{L}\p{Nl}\p{No}]/u;
// Attributes that a reader sees as text, by element
const SEEN_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
	textpath: ["string"],
	docPr: ["descr", "title"],
	cNvPr: ["descr", "title"],
	shape: ["alt"],
	imagedata: ["title"],
};

interface Paragraph {
	shown: string;
	beforeChanges: string;
	aside: string;
	style: string | null;
	turnsPage: boolean;
}

interface Run {
	look: Look;
	style: string | null;
	resolved: Look | null;
}

interface Field {
	inResult: boolean;
	instruction: string;
}

/** mc:AlternateContent: the fallback mostly repeats the choice; what it repeats is read once. */
interface Alternative {
	readonly lines: Set<string>;
	inFallback: boolean;
}

/** `pages` and `charset` are its result. */
export class WordStory implements XmlHandler {
	readonly pages: string[][] = [[]];
	readonly #runText = new RunText();
	readonly #styles: Styles;
	readonly #paged: boolean;
	readonly #names: string[] = ["", ""];
	readonly #paragraphs: Paragraph[] = [];
	readonly #runs: Run[] = [];
	readonly #fields: Field[] = [];
	readonly #alternatives: Alternative[] = [];
	readonly #cells: number[] = []; // of the open tables, the number of the open cell in its row
	#choices: string[] = []; // entries of a drop-down form field
	#chosen = 0;
	#deleted = 0;
	#inserted = 0;
	#boxes = 0;
	#turn = false;

	constructor(styles: Styles, { paged }: { readonly paged: boolean }) {
		this.#styles = styles;
		this.#paged = paged;
	}

	get charset(): LegacyCharset | null {
		return this.#runText.charset;
	}

	open(name: string, attributes: Attributes): void {
		const parent = this.#names.at(-1) ?? "";
		this.#names.push(name);
		if (name === "p") {
			this.#paragraphs.push({ shown: "", beforeChanges: "", aside: "", style: null, turnsPage: false });
		} else if (name === "r") this.#runs.push({ look: PLAIN, style: null, resolved: null });
		else if (DELETED.has(name) || INSERTED.has(name)) this.#countChange(name, 1);
		else if (parent === "r") this.#openInRun(name, attributes);
		else if (parent === "rPr" || parent === "pPr") this.#openProperty(parent, name, attributes);
		else this.#openStructure(name);
		this.#readAttributes(name, attributes);
	}

	close(name: string): void {
		this.#names.pop();
		if (name === "p") this.#endParagraph(this.#paragraphs.pop());
		else if (name === "r") this.#runs.pop();
		else if (DELETED.has(name) || INSERTED.has(name)) this.#countChange(name, -1);
		else if (name === "txbxContent") this.#boxes -= 1;
		else if (name === "tbl") this.#cells.pop();
		else if (name === "ddList") this.#endChoices();
		else if (name === "AlternateContent") this.#alternatives.pop();
	}

	text(data: string): void {
		const name = this.#names.at(-1) ?? "";
		if (TEXT.has(name)) this.#add(data);
		else if (INSTRUCTION.has(name)) this.#openField().instruction += data;
		else if (name === "v" && LETTERS.test(data)) this.#emit(pieces(data)); // a label kept in a chart
	}

	// elements

	#openInRun(name: string, attributes: Attributes): void {
		const run = this.#runs.at(-1);
		if (BREAKS.has(name)) {
			const turns = name === "br" && attributes.get("type") === "page" && this.#turnsCount();
			this.#add(turns ? PAGE_TURN : "\n");
		} else if (name === "lastRenderedPageBreak") this.#renderedTurn();
		else if (name === "noBreakHyphen") this.#add("-");
		else if (name === "sym") this.#add(symbol(attributes.get("char") ?? ""), attributes.get("font"));
		else if (name === "fldChar") this.#fieldCharacter(attributes.get("fldCharType"));
		else if (name === "rPr" && run !== undefined && /^(?:all|small)$/u.test(attributes.get("cap") ?? "")) {
			run.look = { ...PLAIN, capitals: true }; // DrawingML
		} else if (name === "AlternateContent") this.#openStructure(name);
	}

	#openProperty(parent: "rPr" | "pPr", name: string, attributes: Attributes): void {
		const owner = this.#names.at(-3);
		const paragraph = this.#paragraphs.at(-1);
		const run = this.#runs.at(-1);
		if (parent === "pPr" && owner === "p" && name === "pStyle" && paragraph !== undefined) {
			paragraph.style = attributes.get("val") ?? null;
		} else if (parent === "rPr" && owner === "r" && run !== undefined) {
			if (name === "rStyle") run.style = attributes.get("val") ?? null;
			else if (name === "latin") {
				run.look = withProperty(run.look, "rFonts", new Map([["ascii", attributes.get("typeface") ?? ""]])); // DrawingML
			} else run.look = withProperty(run.look, name, attributes);
		}
	}

	#openStructure(name: string): void {
		const last = this.#cells.length - 1;
		const alternative = this.#alternatives.at(-1);
		if (name === "txbxContent") this.#boxes += 1;
		else if (name === "tbl") this.#cells.push(0);
		else if (name === "tr" && last >= 0) this.#cells[last] = 0;
		else if (name === "tc" && last >= 0) this.#cells[last] = (this.#cells[last] ?? 0) + 1;
		else if (name === "AlternateContent") this.#alternatives.push({ lines: new Set(), inFallback: false });
		else if (name === "Fallback" && alternative !== undefined) alternative.inFallback = true;
		else if (name === "ddList") {
			this.#choices = [];
			this.#chosen = 0;
		}
	}

	#readAttributes(name: string, attributes: Attributes): void {
		for (const key of SEEN_ATTRIBUTES[name] ?? []) this.#emit(pieces(attributes.get(key) ?? ""));
		const value = attributes.get("val") ?? "";
		const parent = this.#names.at(-2);
		if (name === "fldSimple") this.#emit(quoted(attributes.get("instr") ?? ""));
		else if (name === "lvlText" && LETTERS.test(value.replace(NUMBERING, ""))) this.#emit(pieces(value));
		else if (name === "listEntry") this.#choices.push(value);
		else if ((name === "result" || name === "default") && parent === "ddList" && /^[0-9]+$/u.test(value)) {
			this.#chosen = name === "result" ? Number(value) : this.#chosen || Number(value);
		} else if (name === "default" && parent === "textInput") this.#emit(pieces(value));
	}

	#countChange(name: string, step: number): void {
		if (DELETED.has(name)) this.#deleted += step;
		else this.#inserted += step;
	}

	#endChoices(): void {
		const chosen = this.#choices[this.#chosen];
		if (chosen !== undefined) this.#emit(pieces(chosen));
	}

	// fields

	#openField(): Field {
		const last = this.#fields.at(-1);
		if (last !== undefined) return last;
		const field = { inResult: false, instruction: "" }; // an instruction without a beginning
		this.#fields.push(field);
		return field;
	}

	#fieldCharacter(kind: string | undefined): void {
		const last = this.#fields.at(-1);
		if (kind === "begin") this.#fields.push({ inResult: false, instruction: "" });
		else if (kind === "separate" && last !== undefined) last.inResult = true;
		else if (kind === "end" && last !== undefined) {
			this.#fields.pop();
			this.#emit(quoted(last.instruction));
		}
	}

	// text

	#add(written: string, font?: string): void {
		const look = this.#look();
		const read = this.#runText.read(written, font || look.font);
		const data = look.capitals ? read.toUpperCase() : read;
		const paragraph = this.#paragraphs.at(-1);
		if (paragraph === undefined) {
			this.#emit(pieces(data));
			return;
		}
		const beside = this.#alternatives.some((alternative) => alternative.inFallback);
		const inInstruction = this.#fields.some((field) => !field.inResult);
		if (look.hidden || inInstruction || (beside && this.#boxes === 0)) {
			paragraph.aside += data;
			return;
		}
		if (this.#inserted === 0) paragraph.beforeChanges += data;
		if (this.#deleted === 0) paragraph.shown += data;
	}

	#look(): Look {
		const run = this.#runs.at(-1);
		if (run === undefined) return PLAIN;
		run.resolved ??= this.#styles.look(run.look, run.style, this.#paragraphs.at(-1)?.style ?? null);
		return run.resolved;
	}

	// pages

	/** Whether a page break here is one of the body: not in a box, and of a table row in its first cell only. */
	#turnsCount(): boolean {
		return this.#paged && this.#boxes === 0 && this.#cells.every((cell) => cell === 1);
	}

	#renderedTurn(): void {
		const paragraph = this.#paragraphs.at(-1);
		if (!this.#turnsCount() || paragraph === undefined) return;
		if (isBlank(paragraph.shown)) paragraph.shown += PAGE_TURN;
		else paragraph.turnsPage = true; // a paragraph that runs over stays on the page where it begins
	}

	#endParagraph(paragraph: Paragraph | undefined): void {
		if (paragraph === undefined) return;
		const lines = new Set<string>();
		for (const [number, onPage] of this.#composed(paragraph.shown).split(PAGE_TURN).entries()) {
			this.#turn = this.#turn || number > 0;
			const found = pieces(onPage);
			this.#emit(found);
			for (const line of found) lines.add(line);
		}
		for (const other of [paragraph.beforeChanges, paragraph.aside]) {
			this.#emit(pieces(this.#composed(other)).filter((line) => !lines.has(line)));
		}
		this.#turn = this.#turn || paragraph.turnsPage;
	}

	/** Tone marks of old charsets stand apart, and may stand in the next run. */
	#composed(text: string): string {
		return this.charset === null ? text : text.normalize("NFC");
	}

	#emit(lines: readonly string[]): void {
		let left = lines;
		for (const alternative of this.#alternatives) {
			if (alternative.inFallback) left = left.filter((line) => !alternative.lines.has(line));
			else for (const line of left) alternative.lines.add(line);
		}
		if (left.length === 0) return;
		if (this.#turn && (this.pages.at(-1)?.length ?? 0) > 0) this.pages.push([]);
		this.#turn = false;
		const page = this.pages.at(-1);
		for (const line of left) page?.push(line);
	}
}

function symbol(code: string): string {
	const point = /^[0-9a-fA-F]{1,6}$/u.test(code) ? Number.parseInt(code, 16) : -1;
	const exists = point >= 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
	return exists ? String.fromCodePoint(point) : "";
}

function quoted(instruction: string): string[] {
	return [...instruction.matchAll(QUOTED)].flatMap(([, inside]) => pieces(inside ?? ""));
}
