// Texts of cells: shared strings with their runs, and the fonts cells are set in (ECMA-376 part 1, 18.4 and 18.8). Twin of
// backend/documents/sheet_strings.py.

import { charsetOfFont } from "../../core/index.ts";
import { pieces } from "../spacing.ts";
import { LETTERS } from "../word/story.ts";
import type { Attributes, XmlHandler } from "../xml.ts";
import { RunText } from "./run_text.ts";
import { quotedText } from "./sheet_header.ts";

/** A text and its font, if the run says one. */
export type Run = readonly [text: string, font: string | null];

/** One string: its runs; readings of characters (rPh) stand above them and are runs of no font. */
export class RichText implements XmlHandler {
	readonly runs: Run[] = [];
	#font: string | null = null;
	#inText = false;

	open(name: string, attributes: Attributes): void {
		this.#inText = name === "t";
		if (name === "r") this.#font = null;
		else if (name === "rFont") this.#font = attributes.get("val") ?? null;
		else if (name === "rPh") {
			this.#font = null;
			this.runs.push(["\n", null]);
		}
	}

	close(name: string): void {
		this.#inText = false;
		if (name === "r") this.#font = null;
	}

	text(data: string): void {
		if (this.#inText) this.runs.push([data, this.#font]);
	}
}

/** The table of shared strings. `lines` reads one in the font of the cell that shows it. */
export class SharedStrings implements XmlHandler {
	readonly runText = new RunText();
	readonly #strings: (readonly Run[])[] = [];
	readonly #shown = new Map<string, readonly string[]>();
	readonly #indices = new Set<number>();
	#rich: RichText | null = null;

	open(name: string, attributes: Attributes): void {
		if (name === "si") {
			this.#rich = new RichText();
			this.#strings.push(this.#rich.runs);
		} else this.#rich?.open(name, attributes);
	}

	close(name: string): void {
		if (name === "si") this.#rich = null;
		else this.#rich?.close(name);
	}

	text(data: string): void {
		this.#rich?.text(data);
	}

	/** The lines of one string, none of an index that is not there. */
	lines(index: number, cellFont: string | null): readonly string[] {
		const key = `${index} ${cellFont ?? ""}`;
		let lines = this.#shown.get(key);
		if (lines === undefined) {
			lines = linesOfRuns(this.#strings[index] ?? [], cellFont, this.runText);
			this.#shown.set(key, lines);
			this.#indices.add(index);
		}
		return lines;
	}

	linesNeverShown(): string[] {
		const unshown = this.#strings.filter((_, index) => !this.#indices.has(index));
		return unshown.flatMap((runs) => linesOfRuns(runs, null, this.runText));
	}
}

export function linesOfRuns(runs: readonly Run[], cellFont: string | null, runText: RunText): string[] {
	return pieces(runs.map(([text, font]) => runText.read(text, font || cellFont)).join(""));
}

/** The styles: the font of each cell format, where it is one of an old charset, and the texts that number formats put
 *  into cells. */
export class SheetStyles implements XmlHandler {
	readonly fontsOfFormats: (string | null)[] = [];
	readonly lines: string[] = [];
	readonly #fonts: (string | null)[] = [];
	readonly #names: string[] = [""];

	open(name: string, attributes: Attributes): void {
		const parent = this.#names.at(-1) ?? "";
		this.#names.push(name);
		if (name === "font" && parent === "fonts") this.#fonts.push(null);
		else if (name === "name" && parent === "font" && this.#fonts.length > 0 && this.#names.at(-3) === "fonts") {
			const font = attributes.get("val") ?? "";
			this.#fonts[this.#fonts.length - 1] = charsetOfFont(font) === null ? null : font;
		} else if (name === "xf" && parent === "cellXfs") {
			this.fontsOfFormats.push(this.#fonts[indexOf(attributes.get("fontId"))] ?? null);
		} else if (name === "numFmt") {
			const texts = pieces(quotedText(attributes.get("formatCode") ?? ""));
			this.lines.push(...texts.filter((line) => LETTERS.test(line)));
		}
	}

	close(): void {
		this.#names.pop();
	}

	text(): void {}
}

/** -1 for what is no number. */
export function indexOf(written: string | undefined): number {
	return written !== undefined && /^[0-9]+$/u.test(written) ? Number(written) : -1;
}
