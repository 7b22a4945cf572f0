// Reads the register of outgoing papers (sổ văn bản đi) as CSV, in the browser, so that rows with a độ mật never leave
// it. Twin of backend/compliance/register_file.py, where the rules stand in words; both held to
// tests/data/register/cases.json.

const SIZE_LIMIT = 10_000_000;
const ROWS_LIMIT = 20_000;
const KIND_LIMIT = 40;
const SYMBOL_LIMIT = 60;
const MOST_RECIPIENTS = 500;
const HEADINGS = {
	number: ["so", "so van ban", "number"],
	symbol: ["ky hieu", "so ky hieu", "so va ky hieu", "so ky hieu van ban", "symbol"],
	date: ["ngay", "ngay ban hanh", "ngay van ban", "ngay thang", "ngay thang van ban", "date"],
	kind: ["loai", "loai van ban", "ten loai", "kind"],
	secrecy: ["do mat", "muc do mat", "secrecy"],
	recipients: ["noi nhan", "noi nhan van ban", "recipients"],
	copies: ["so ban", "so luong ban", "so luong", "copies"],
} as const;
const ORDINARY = new Set(["khong", "thuong", "binh thuong", "khong mat", "-", "none"]);
const MARKS = new Set(["mat", "toi mat", "tuyet mat", "m", "tm", "tum", "a", "b", "c"]);
const HABIT = /\((?:M|TM|TuM)\)|(?:^|[^\p{L}\p{N}_])TMT(?![\p{L}\p{N}_])/u;
const SYMBOL = /^0*([0-9]{1,6})([a-zđ]?)\s*\/\s*(\S(?:.*\S)?)$/u;

type Column = keyof typeof HEADINGS;
type Columns = ReadonlyMap<Column, number>;

export type RegisterFault =
	| "charset"
	| "size"
	| "quotes"
	| "secrecy_column"
	| "columns"
	| "rows"
	| "cells"
	| "symbol"
	| "date"
	| "kind"
	| "copies"
	| "recipients"
	| "repeated";

export interface RegisterRow {
	readonly line: number;
	readonly symbol: string;
	/** ISO date */
	readonly issuedOn: string;
	readonly kind: string;
	readonly recipients: readonly string[];
	readonly copies: number | null;
}

/** `line` 0: the file as a whole. */
export interface RegisterProblem {
	readonly line: number;
	readonly what: RegisterFault;
}

/** Nothing is to be taken over unless `problems` is empty. */
export interface RegisterFile {
	readonly rows: readonly RegisterRow[];
	/** Rows of papers that are not ordinary: nothing is kept of them. */
	readonly dropped: number;
	readonly problems: readonly RegisterProblem[];
}

export function readRegister(content: Uint8Array): RegisterFile {
	let text: string;
	try {
		text = new TextDecoder("utf-8", { fatal: true }).decode(content);
	} catch {
		return refused("charset");
	}
	if (content.length > SIZE_LIMIT) return refused("size");
	const lines = linesOf(text);
	if (lines === null) return refused("quotes");
	const heading = lines.findIndex(({ cells }) => columnsOf(cells).has("secrecy"));
	const named = lines[heading]?.cells;
	if (named === undefined) return refused("secrecy_column");
	const columns = columnsOf(named);
	if (!columns.has("date") || !(columns.has("symbol") || columns.has("number"))) return refused("columns");
	return readRows(lines.slice(heading + 1), columns, named.length);
}

/** `15a / QĐ-UBND` → `15a/QĐ-UBND`, a number below 10 with its zero; null for what is no number and symbol. */
export function symbolOf(text: string): string | null {
	const found = SYMBOL.exec(text.split(/\s+/u).filter(Boolean).join(" "));
	if (found === null || text.length > SYMBOL_LIMIT) return null;
	const [, number = "", suffix = "", series = ""] = found;
	return `${String(Number(number)).padStart(2, "0")}${suffix}/${series.replaceAll(/\s*([/.-])\s*/gu, "$1")}`;
}

function refused(what: RegisterFault): RegisterFile {
	return { rows: [], dropped: 0, problems: [{ line: 0, what }] };
}

interface Line {
	/** Where it begins. */
	readonly number: number;
	readonly cells: readonly string[];
}

/** Null where a quotation mark never ends, or stands in the middle of a cell's end: it would swallow rows. */
function linesOf(text: string): Line[] | null {
	const separator = commonest(text.split("\n", 1)[0] ?? "");
	const lines: Line[] = [];
	let cells: string[] = [];
	let cell = "";
	let begins = 1;
	let line = 1;
	let state: "start" | "plain" | "quoted" | "closed" = "start";
	const endCell = () => {
		cells.push(cell.normalize("NFC").split(/\s+/u).filter(Boolean).join(" "));
		cell = "";
		state = "start";
	};
	const endLine = () => {
		if (cells.length > 0 || cell !== "" || state !== "start") endCell();
		lines.push({ number: begins, cells });
		cells = [];
		begins = line;
	};
	for (const sign of text.replaceAll(/\r\n?/gu, "\n")) {
		if (sign === "\n") line++;
		if (state === "quoted") {
			if (sign === '"') state = "closed";
			else cell += sign;
		} else if (state === "closed" && sign === '"') {
			cell += sign;
			state = "quoted";
		} else if (sign === separator) endCell();
		else if (sign === "\n") endLine();
		else if (state === "closed") return null;
		else if (state === "start" && sign === '"') state = "quoted";
		else {
			cell += sign;
			state = "plain";
		}
	}
	if ((state as string) === "quoted") return null;
	if (cells.length > 0 || cell !== "" || (state as string) !== "start") endLine();
	return lines;
}

function commonest(first: string): string {
	const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
	return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

function columnsOf(cells: readonly string[]): Columns {
	const plain = cells.map(plainOf);
	const columns = new Map<Column, number>();
	for (const [column, names] of Object.entries(HEADINGS)) {
		const name = names.find((one) => plain.includes(one));
		if (name !== undefined) columns.set(column as Column, plain.indexOf(name));
	}
	return columns;
}

/** Lower case without accents and punctuation: `Số, ký hiệu` → `so ky hieu`. */
function plainOf(text: string): string {
	const letters = text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replaceAll(/\p{M}/gu, "");
	return letters
		.replaceAll(/[^a-z0-9-]+/gu, " ")
		.trim()
		.replaceAll(/ +/gu, " ");
}

function readRows(lines: readonly Line[], columns: Columns, width: number): RegisterFile {
	const rows: RegisterRow[] = [];
	const problems: RegisterProblem[] = [];
	let dropped = 0;
	for (const { number, cells } of lines) {
		if (cells.every((cell) => cell === "")) continue;
		if (isSecret(cells, columns, width)) {
			dropped++;
			continue;
		}
		const read = cells.length === width ? rowOf(number, cells, columns) : "cells";
		if (typeof read === "string") problems.push({ line: number, what: read });
		else rows.push(read);
	}
	if (rows.length > ROWS_LIMIT) return refused("rows");
	problems.push(...repeated(rows));
	return { rows: problems.length > 0 ? [] : rows, dropped, problems };
}

function isSecret(cells: readonly string[], columns: Columns, width: number): boolean {
	if (cells.length !== width) return cells.some((cell) => MARKS.has(plainOf(cell)));
	const numbered = [cellOf(cells, columns, "number"), cellOf(cells, columns, "symbol")];
	return !isOrdinary(cellOf(cells, columns, "secrecy")) || numbered.some((cell) => HABIT.test(cell));
}

/** A tick, a star or whatever else says nothing in letters is no word for "none". */
function isOrdinary(cell: string): boolean {
	return cell === "" || ORDINARY.has(plainOf(cell.replaceAll(/[–—]/gu, "-")));
}

function rowOf(line: number, cells: readonly string[], columns: Columns): RegisterRow | RegisterFault {
	const said = (column: Column) => cellOf(cells, columns, column);
	const ways = [said("symbol"), said("number"), `${said("number")}/${said("symbol")}`];
	const symbol = ways.map(symbolOf).find((one) => one !== null);
	if (symbol === undefined) return "symbol";
	const issuedOn = dayOf(said("date"));
	if (issuedOn === null) return "date";
	if (said("kind").length > KIND_LIMIT) return "kind";
	const copies = said("copies");
	if (copies !== "" && !/^[0-9]{1,4}$/u.test(copies)) return "copies";
	const recipients = said("recipients")
		.split(";")
		.map((entry) => entry.replaceAll(/^[ .-]+|[ .-]+$/gu, ""))
		.filter((entry) => entry !== "");
	if (recipients.length > MOST_RECIPIENTS) return "recipients";
	return { line, symbol, issuedOn, kind: said("kind"), recipients, copies: copies === "" ? null : Number(copies) };
}

function cellOf(cells: readonly string[], columns: Columns, column: Column): string {
	return cells[columns.get(column) ?? -1] ?? "";
}

/** 2026-01-31, or 31/01/2026. */
function dayOf(text: string): string | null {
	const slashed = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})$/u.exec(text);
	const [, day = "", month = "", year = ""] = slashed ?? [];
	const iso = slashed === null ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
	if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u.test(iso)) return null;
	const moment = new Date(`${iso}T00:00:00Z`);
	return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? iso : null;
}

function repeated(rows: readonly RegisterRow[]): RegisterProblem[] {
	const seen = new Set<string>();
	return rows.flatMap(({ line, symbol, issuedOn }) => {
		const key = `${issuedOn.slice(0, 4)} ${symbol}`;
		if (seen.has(key)) return [{ line, what: "repeated" as const }];
		seen.add(key);
		return [];
	});
}
