// One sheet of an old workbook as lines: each cell with text is one, and neighbouring cells of a few letters together.
// "TỐI" in one cell and "MẬT" in the next are read as one line too, as in the workbooks of today (office/sheet_cells).
// Twin of backend/documents/compound/sheet.py.

import { NEIGHBOUR_LETTERS } from "../office/sheet_cells.ts";
import type { Bytes } from "../reading.ts";

export class Sheet {
	/** Where its records begin. */
	readonly at: number;
	/** Headers, boxes and notes. */
	readonly around: string[] = [];
	/** Pieces of its drawing. */
	readonly drawings: Bytes[] = [];
	readonly #cells: string[] = [];
	#neighbours: string[] = [];
	#row = -1;
	#column = -1;

	constructor(at = -1) {
		this.at = at;
	}

	addCell(row: number, column: number, lines: readonly string[]): void {
		if (row !== this.#row || column !== this.#column + 1) this.#endNeighbours();
		this.#row = row;
		this.#column = column;
		for (const line of lines) this.#cells.push(line);
		const [first] = lines;
		if (lines.length === 1 && first !== undefined && [...first].length <= NEIGHBOUR_LETTERS)
			this.#neighbours.push(first);
		else this.#endNeighbours();
	}

	lines(): string[] {
		this.#endNeighbours();
		return [...this.#cells, ...this.around];
	}

	#endNeighbours(): void {
		if (this.#neighbours.length > 1) this.#cells.push(this.#neighbours.join(" "));
		this.#neighbours = [];
	}
}
