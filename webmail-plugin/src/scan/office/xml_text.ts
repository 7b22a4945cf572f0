// Any XML part as lines: paragraphs of DrawingML and of HTML inside VML, and every other text a part may hold. Twin of
// backend/documents/xml_text.py.
//
// A part that no reader of ours knows still says what stands in it: the text of an element is a line, and so is an
// attribute's value in which a letter is not of ASCII (a prompt, a title, a name: no mark is written in ASCII alone).
// Values that are compared with and never shown are left out: filters, formulas, conditions of formats.

import type { LegacyCharset } from "../../core/index.ts";
import { isBlank, pieces } from "../spacing.ts";
import { LETTERS } from "../word/story.ts";
import type { Attributes } from "../xml.ts";
import type { LineHandler } from "./parts.ts";
import { RunText } from "./run_text.ts";
import { headerTexts } from "./sheet_header.ts";

const PARAGRAPHS = new Set(["p", "div", "si", "text", "Fallback"]);
const BREAKS = new Set(["br", "tab", "cr"]);
const TEXT = "t";
const RUNS = new Set(["r", "fld", "font"]);
const HEADERS = new Set(["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"]);
const UNSEEN = new Set("f formula formula1 formula2 sqref cfRule filter customFilter rPh".split(" "));
const UNSEEN_ATTRIBUTES = new Set(["typeface", "panose", "face"]);
const LITERAL = /"((?:[^"]|"")*)"/gu;
const COMPARED = /[=<>]\s*$/u;
const QUOTED_LIST = /^"([^"]*)"$/u;
export const BEYOND_ASCII = /[^\u0000-\u007f]/u;
// Of a line that inherited capitals may turn into a mark; nothing longer stands alone
const LONGEST_MARK = 40;

/** What is collected up to the close of the element at `depth`. */
interface Block {
	readonly depth: number;
	readonly explicit: boolean;
	shown: string;
	inherited: string;
}

/** What some style above says: a font; the classes of placeholders ("title", "body") whose layout draws capitals. A run
 *  that says nothing itself is read both ways. */
interface Inherited {
	readonly font?: string | null;
	readonly capitals?: ReadonlySet<string>;
}

/** Of a p:ph element: titles have a style of their own, all others share one (ECMA-376 part 1, 19.3.1.52). */
export function placeholderClass(attributes: Attributes): "title" | "body" {
	return /^(?:title|ctrTitle)$/u.test(attributes.get("type") ?? "") ? "title" : "body";
}

/** `lines` (as one page) and `charset` are its result. */
export class XmlText implements LineHandler {
	readonly lines: string[] = [];
	readonly #runText = new RunText();
	readonly #names: string[] = [];
	readonly #blocks: Block[] = [];
	readonly #fonts: (string | null)[] = [null];
	readonly #inherited: Inherited;
	#capitals = false;
	#placeholder = "";

	constructor(inherited: Inherited = {}) {
		this.#inherited = inherited;
	}

	get pages(): readonly string[][] {
		return [this.lines];
	}

	get charset(): LegacyCharset | null {
		return this.#runText.charset;
	}

	open(name: string, attributes: Attributes): void {
		const parent = this.#names.at(-1);
		this.#names.push(name);
		if (PARAGRAPHS.has(name)) this.#openBlock(true);
		else if (RUNS.has(name)) {
			this.#fonts.push(attributes.get("face") ?? null);
			this.#capitals = false;
		} else if (BREAKS.has(name) && this.#blocks.length > 0) this.#add("\n");
		else if (name === "rPr") this.#capitals = /^(?:all|small)$/u.test(attributes.get("cap") ?? "");
		else if (name === "sp") this.#placeholder = "";
		else if (name === "ph") this.#placeholder = placeholderClass(attributes);
		else if ((name === "latin" || name === "rFont") && parent === "rPr") {
			this.#fonts[this.#fonts.length - 1] = attributes.get("typeface") || (attributes.get("val") ?? null);
		}
		if (attributes.size > 0 && !UNSEEN.has(name)) this.#readAttributes(attributes);
	}

	close(name: string): void {
		if (this.#blocks.at(-1)?.depth === this.#names.length) this.#emit(this.#blocks.pop());
		if (RUNS.has(name) && this.#fonts.length > 1) this.#fonts.pop();
		this.#names.pop();
	}

	text(data: string): void {
		const name = this.#names.at(-1) ?? "";
		if (HEADERS.has(name)) this.lines.push(...headerTexts(data, this.#runText));
		else if (UNSEEN.has(name)) this.#readChoices(name, data);
		else if (this.#blocks.length > 0) {
			if (name === TEXT || !isBlank(data) || !data.includes("\n")) this.#add(data);
		} else if (!isBlank(data)) {
			this.#openBlock(false);
			this.#add(data);
		}
	}

	#openBlock(explicit: boolean): void {
		this.#blocks.push({ depth: this.#names.length, explicit, shown: "", inherited: "" });
	}

	#readAttributes(attributes: Attributes): void {
		for (const [key, value] of attributes) {
			if (BEYOND_ASCII.test(value) && !UNSEEN_ATTRIBUTES.has(key) && LETTERS.test(value)) {
				this.lines.push(...pieces(value));
			}
		}
	}

	/** The choices of a data validation, in one line: until one is chosen none of them is shown. */
	#readChoices(name: string, data: string): void {
		if (name !== "formula1" && this.#names.at(-2) !== "formula1") return;
		const choices = QUOTED_LIST.exec(data)?.[1];
		if (choices !== undefined) this.lines.push(...pieces(choices));
	}

	#add(data: string): void {
		const block = this.#blocks.at(-1);
		const font = this.#fonts.at(-1) ?? null;
		const above = this.#inherited.font ?? null;
		if (block === undefined) return;
		const shown = this.#runText.read(data, font);
		const inherited = font === null && above ? this.#runText.read(data, above) : shown;
		block.shown += this.#capitals ? shown.toUpperCase() : shown;
		const isCapital = this.#capitals || this.#inherited.capitals?.has(this.#placeholder);
		block.inherited += isCapital ? inherited.toUpperCase() : inherited;
	}

	#emit(block: Block | undefined): void {
		if (block === undefined) return;
		const shown = pieces(block.shown);
		const others = pieces(block.inherited).filter((line) => [...line].length <= LONGEST_MARK && !shown.includes(line));
		const lines = [...shown, ...others];
		for (const line of lines) if (block.explicit || LETTERS.test(line)) this.lines.push(line);
	}
}

/** The texts in quotes of a formula, but those it only compares with; what it names is no text. */
export function literalsOf(formula: string): string[] {
	const shown = [...formula.matchAll(LITERAL)].filter(({ index }) => !COMPARED.test(formula.slice(0, index)));
	return shown.map(([, literal]) => (literal ?? "").replaceAll('""', '"'));
}
