// Place and date of issue: "Thái Nguyên, ngày 05 tháng 01 năm 2026". Twin of backend/documents/form_date.py.

import type { Line } from "./line.ts";

const DATE =
	/(?:^|[ ,])ngay ?(?:([0-9]{1,2}) ?thang ?([0-9]{1,2}) ?nam ?([12][0-9]{3})|([0-9]{1,2})[/.]([0-9]{1,2})[/.]([12][0-9]{3}))[ .;*_]*$/u;
// A gap for what is written by hand may break the line into pieces
const BEGUN = /^(?:.*, ?)?ngay ?[0-9]{0,2}(?: ?thang ?[0-9]{0,2})?(?: ?nam)?$/u;
const PIECE = /^(?:[0-9]{1,4}|[0-9]{0,2} ?thang ?[0-9]{0,2}(?: ?nam ?(?:[12][0-9]{3})?)?|nam ?(?:[12][0-9]{3})?)$/u;
const PLACE = /^[A-ZÀ-ỸĐ][A-Za-zÀ-ỹ. -]{1,38}, ?$/u;
const NUMBER_BEFORE = /^so ?:? ?[^ ]*\/[^ ]* [*_ ]*/u;
const PIECES = 6;

/** `date` (ISO) is null when its day does not exist or is still to be written. */
export interface PlacedDate {
	readonly date: string | null;
}

/** The first date line among these. */
export function findDate(lines: readonly Line[]): PlacedDate | null {
	for (const [index, line] of lines.entries()) {
		if (!line.plain.includes("ngay")) continue;
		const { text, plain } = joinedFrom(lines, index);
		const found = DATE.exec(plain);
		if (found !== null && isHead(text, plain, found.index)) return { date: dateOf(found) };
		if (BEGUN.test(line.plain)) return { date: null };
	}
	return null;
}

function joinedFrom(lines: readonly Line[], index: number): { text: string; plain: string } {
	let text = lines[index]?.text ?? "";
	let plain = lines[index]?.plain ?? "";
	if (!BEGUN.test(plain)) return { text, plain };
	for (const line of lines.slice(index + 1, index + PIECES)) {
		if (DATE.test(plain) || !PIECE.test(line.plain)) break;
		text = `${text} ${line.text}`;
		plain = `${plain} ${line.plain}`;
	}
	return { text, plain };
}

/** Whether only a place stands before the date, or the number and a place; a place has a comma or all capitals. */
function isHead(text: string, plain: string, dateStarts: number): boolean {
	const placeStarts = NUMBER_BEFORE.exec(plain)?.[0].length ?? 0;
	const before = text.slice(placeStarts, Math.max(dateStarts, placeStarts)).replace(/ +$/u, "");
	const place = before.replace(/[ ,]+$/u, "");
	if (place === "") return true;
	const isNamed = before.endsWith(",") || text[dateStarts] === "," || place.split(" ").every(beginsCapital);
	return isNamed && PLACE.test(`${place}, `);
}

function beginsCapital(word: string): boolean {
	return /^\p{Lu}/u.test(word);
}

function dateOf(found: RegExpExecArray): string | null {
	const [day = 0, month = 0, year = 0] = found
		.slice(1)
		.filter((group) => group !== undefined)
		.map(Number);
	const date = new Date(Date.UTC(year, month - 1, day));
	const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	return exists ? date.toISOString().slice(0, 10) : null;
}
