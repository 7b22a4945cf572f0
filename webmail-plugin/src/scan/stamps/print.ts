// Marks that are typed, not stamped: short lines of black capitals that stand alone. They are cut out, set below one
// another on a sheet, and read at once. Twin of backend/documents/stamps/words.py.

import type { GreyImage, Image, Pictures } from "../pictures.ts";
import { components, type Points } from "./components.ts";
import { cutOut } from "./crop.ts";
import { type Balance, darkMask, grown } from "./mask.ts";
import { boxAt, scaled, type TurnedBox } from "./turned_box.ts";
import { wordsOf } from "./vocabulary.ts";

// millimetres
const LENGTH = [5, 60] as const;
const HEIGHT = [2, 14] as const;
const GAP = 4; // between cells of a table, or what stands alone
const ABOVE = 0.5; // from a letter to its marks
const ROOM = 0.8; // around a line
const INCH = 25.4;

const CELL = 1 / 150; // inches
const LINE = 1.2; // length to height at least
const LETTERS = [2, 16] as const;
const BODY = 0.5; // of the line's height: capitals, while most small letters are lower
const CAPITALS = 0.75; // of all its letters
const FEWEST_CELLS = 12;
const LINES_AT_ONCE = 40;
const LETTER_PIXELS = 40;

/** The marks among them. Rejects where letters cannot be read. */
export async function printedMarks(
	image: Image,
	dpi: number,
	balance: Balance,
	pictures: Pick<Pictures, "readLetters">,
): Promise<string[]> {
	const lines = printedLines(image, dpi);
	const marks: string[] = [];
	for (let start = 0; start < lines.length; start += LINES_AT_ONCE) {
		const cuts = lines
			.slice(start, start + LINES_AT_ONCE)
			.map((box) =>
				cutOut(box, { image, balance, ink: "dark", inset: 0, upsideDown: false, thickness: LETTER_PIXELS }),
			);
		const { text, confidence } = await pictures.readLetters(sheet(cuts), "block");
		for (const line of text.split("\n")) {
			const words = wordsOf(line, confidence);
			if (words.kind === "mark") marks.push(words.word);
		}
	}
	return marks;
}

/** In pixels of the picture, with room around, from the top of the page down. */
export function printedLines(image: Image, dpi: number): TurnedBox[] {
	const cell = Math.max(1, Math.round(dpi * CELL));
	const perMillimetre = dpi / cell / INCH;
	const mask = darkMask(image, cell);
	const joined = grown(mask, Math.round((GAP / 2) * perMillimetre), Math.round(ABOVE * perMillimetre));
	const lines = components(mask, joined, FEWEST_CELLS).flatMap((points) => {
		const box = boxAt(points, 0);
		return isShort(box, perMillimetre) && isCapitals(points, box) ? [box] : [];
	});
	lines.sort((a, b) => a.top - b.top);
	return lines.map((box) => scaled(roomier(box, ROOM * perMillimetre), cell));
}

function isShort(box: TurnedBox, perMillimetre: number): boolean {
	const [length, height] = [(box.right - box.left) / perMillimetre, (box.bottom - box.top) / perMillimetre];
	const fits = length >= LENGTH[0] && length <= LENGTH[1] && height >= HEIGHT[0] && height <= HEIGHT[1];
	return fits && length >= LINE * height;
}

/** Letters by the gaps between them; some touch. */
function isCapitals(points: Points, box: TurnedBox): boolean {
	const tops = new Map<number, [top: number, bottom: number]>();
	for (let at = 0; at < points.length; at += 2) {
		const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
		const column = tops.get(x);
		if (column === undefined) tops.set(x, [y, y]);
		else tops.set(x, [Math.min(column[0], y), Math.max(column[1], y)]);
	}
	const heights: number[] = [];
	let letter: [number, number] | null = null;
	for (let x = Math.floor(box.left); x <= box.right + 1; x++) {
		const column = tops.get(x);
		if (column !== undefined) {
			letter = letter === null ? column : [Math.min(letter[0], column[0]), Math.max(letter[1], column[1])];
		} else if (letter !== null) {
			heights.push(letter[1] - letter[0] + 1);
			letter = null;
		}
	}
	const tall = heights.filter((height) => height >= BODY * (box.bottom - box.top)).length;
	return tall >= LETTERS[0] && tall <= LETTERS[1] && tall >= CAPITALS * heights.length;
}

function roomier(box: TurnedBox, by: number): TurnedBox {
	return { ...box, left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by };
}

function sheet(cuts: readonly GreyImage[]): GreyImage {
	const width = Math.max(...cuts.map((cut) => cut.width));
	const height = cuts.reduce((sum, cut) => sum + cut.height, 0);
	const data = new Uint8Array(width * height).fill(255);
	let top = 0;
	for (const cut of cuts) {
		for (let row = 0; row < cut.height; row++, top++) {
			data.set(cut.data.subarray(row * cut.width, (row + 1) * cut.width), top * width);
		}
	}
	return { data, width, height };
}
