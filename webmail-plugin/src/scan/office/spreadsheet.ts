// Workbooks (SpreadsheetML): each sheet is a page, hidden or not; what hangs on a sheet is on its page too. Twin of
// backend/documents/spreadsheet.py.

import type { Page } from "../../core/index.ts";
import { pieces, piecesOfAll } from "../spacing.ts";
import type { Attributes, XmlHandler } from "../xml.ts";
import { anyText } from "./any_text.ts";
import type { Package } from "./package.ts";
import type { Choice, Parts } from "./parts.ts";
import { SHEETS, SheetCells } from "./sheet_cells.ts";
import { SharedStrings, SheetStyles } from "./sheet_strings.ts";
import { literalsOf, XmlText } from "./xml_text.ts";

/** The workbook: names of sheets by relationship id, and what else it says. */
class Workbook implements XmlHandler {
	readonly sheets: (readonly [id: string, name: string])[] = [];
	readonly #around = new XmlText();
	#name = "";

	get lines(): string[] {
		return this.#around.lines;
	}

	open(name: string, attributes: Attributes): void {
		this.#name = name;
		if (name === "sheet") this.sheets.push([attributes.get("id") ?? "", attributes.get("name") ?? ""]);
		else this.#around.open(name, attributes);
	}

	close(name: string): void {
		this.#name = "";
		if (name !== "sheet") this.#around.close(name);
	}

	text(data: string): void {
		// a constant; or a reference, which is no text
		if (this.#name === "definedName") this.lines.push(...piecesOfAll(literalsOf(data)));
		else if (this.#name !== "") this.#around.text(data);
	}
}

/** Sheets in the workbook's order, then every other part with the number of the sheet it hangs on. */
export function readSpreadsheet(office: Package, parts: Parts): Page[] {
	const workbook = new Workbook();
	const strings = new SharedStrings();
	const styles = new SheetStyles();
	parts.read(office.mainPart, workbook);
	const targets = new Map<string, string>();
	for (const { id, kind, target } of office.linked(office.mainPart)) {
		targets.set(id, target);
		if (kind === "sharedStrings") parts.read(target, strings);
		else if (kind === "styles") parts.read(target, styles);
	}
	const fonts = styles.fontsOfFormats.some((font) => font !== null) ? styles.fontsOfFormats : [];
	const cellsOrText: Choice = (root) => (SHEETS.has(root.name) ? new SheetCells(strings, fonts) : anyText(root));

	const pages: Page[] = [];
	const numbers = new Map<string, number>();
	for (const [index, [id, name]] of workbook.sheets.entries()) {
		const target = targets.get(id) ?? "";
		if (!numbers.has(target)) numbers.set(target, index + 1);
		pages.push({ number: index + 1, lines: [...parts.lines(target, cellsOrText), ...pieces(name)] });
	}
	pages.push(...parts.rest(office.owners(numbers), cellsOrText));
	const unowned = [...workbook.lines, ...strings.linesNeverShown(), ...styles.lines];
	parts.charset ??= strings.runText.charset;
	return unowned.length === 0 ? pages : [...pages, { number: 1, lines: unowned }];
}
