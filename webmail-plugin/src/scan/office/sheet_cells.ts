// One worksheet as lines: each cell with text is one, and what stands in neighbouring cells of a few letters is one.
// Numbers and dates are no text; a formula shows its last result, and where it has none the texts it would put together.
// Twin of backend/documents/sheet_cells.py.

import type { LegacyCharset } from "../../core/index.ts";
import { pieces, piecesOfAll } from "../spacing.ts";
import type { Attributes } from "../xml.ts";
import type { LineHandler } from "./parts.ts";
import { RunText } from "./run_text.ts";
import { indexOf, linesOfRuns, RichText, type SharedStrings } from "./sheet_strings.ts";
import { literalsOf, XmlText } from "./xml_text.ts";

/** Roots of the parts that are sheets. */
export const SHEETS = new Set(["worksheet", "chartsheet", "dialogsheet", "macrosheet"]);
// "TỐI" in one cell and "MẬT" in the next are read together: TUYỆT with its marks written apart has seven
export const NEIGHBOUR_LETTERS = 8;
const PLACE = /^([A-Z]{1,3})[0-9]+$/u;

/** `pages` (one) and `charset` are its result. */
export class SheetCells implements LineHandler {
	readonly #inCells: string[] = [];
	readonly #strings: SharedStrings;
	readonly #fonts: readonly (string | null)[];
	readonly #around = new XmlText(); // everything but the cells: headers, prompts, names
	readonly #runText = new RunText();
	#name = "";
	#cell: Attributes | null = null;
	#value = "";
	#formula = "";
	#rich: RichText | null = null;
	#column = 0;
	#neighbours: string[] = [];

	constructor(strings: SharedStrings, fonts: readonly (string | null)[]) {
		this.#strings = strings;
		this.#fonts = fonts;
	}

	get pages(): readonly string[][] {
		return [[...this.#inCells, ...this.#around.lines]];
	}

	get charset(): LegacyCharset | null {
		return this.#runText.charset ?? this.#around.charset;
	}

	open(name: string, attributes: Attributes): void {
		this.#name = name;
		if (name === "c") this.#openCell(attributes);
		else if (name === "row") this.#column = 0;
		else if (this.#cell === null) this.#around.open(name, attributes);
		else if (this.#rich !== null) this.#rich.open(name, attributes);
		else if (name === "is") this.#rich = new RichText();
	}

	close(name: string): void {
		this.#name = "";
		if (name === "c") this.#closeCell();
		else if (name === "row") this.#endNeighbours();
		else if (this.#cell === null) this.#around.close(name);
		else this.#rich?.close(name);
	}

	text(data: string): void {
		if (this.#cell === null) {
			if (this.#name !== "row") this.#around.text(data);
		} else if (this.#rich !== null) this.#rich.text(data);
		else if (this.#name === "v") this.#value += data;
		else if (this.#name === "f") this.#formula += data;
	}

	#openCell(attributes: Attributes): void {
		this.#cell = attributes;
		this.#rich = null;
		this.#value = "";
		this.#formula = "";
		const column = columnOf(attributes.get("r") ?? "") || this.#column + 1;
		if (column !== this.#column + 1) this.#endNeighbours();
		this.#column = column;
	}

	#closeCell(): void {
		const lines = this.#cellLines(this.#cell ?? new Map());
		this.#cell = null;
		for (const line of lines) this.#inCells.push(line);
		const [first] = lines;
		if (first !== undefined && lines.length === 1 && [...first].length <= NEIGHBOUR_LETTERS) {
			this.#neighbours.push(first);
		} else this.#endNeighbours();
	}

	#cellLines(cell: Attributes): readonly string[] {
		const kind = cell.get("t") ?? "n";
		const font = this.#font(cell.get("s") ?? "");
		if (this.#rich !== null) return linesOfRuns(this.#rich.runs, font, this.#runText);
		if (kind === "s") return this.#strings.lines(indexOf(this.#value.trim()), font);
		if (kind === "str" || kind === "inlineStr") return pieces(this.#runText.read(this.#value, font));
		return this.#value === "" ? this.#formulaLines() : [];
	}

	/** A formula without a result is worked out when the file is opened: its texts, each and all together. */
	#formulaLines(): string[] {
		const literals = literalsOf(this.#formula);
		return piecesOfAll(literals.length > 1 ? [...literals, literals.join("")] : literals);
	}

	#font(style: string): string | null {
		if (this.#fonts.length === 0) return null;
		return this.#fonts[Math.max(indexOf(style), 0)] ?? null;
	}

	#endNeighbours(): void {
		if (this.#neighbours.length > 1) this.#inCells.push(this.#neighbours.join(" "));
		this.#neighbours = [];
	}
}

/** The number of a column by the name of one of its cells, 0 where that is none. */
function columnOf(place: string): number {
	let number = 0;
	for (const letter of PLACE.exec(place)?.[1] ?? "") number = number * 26 + letter.charCodeAt(0) - 64;
	return number;
}
