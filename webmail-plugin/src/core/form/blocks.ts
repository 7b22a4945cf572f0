// Addressees ("Kính gửi") and the recipients block ("Nơi nhận"): entries with dashes, without (automatic bullets), over
// two lines, all on one line, and in a PDF mixed with the lines of the signature beside them. Twin of
// backend/documents/form_blocks.py.

import { stripped } from "../text.ts";
import { beginsSmall, Line, trimmed } from "./line.ts";

const ADDRESSEES = /^kinh gui ?:? ?/u;
const RECIPIENTS = /^noi (?:nhan|gui) ?(:)? ?/u;
const BULLET = /^[-+•*·▪‣⁃~\u25a1] ?/u;
const INLINE = /; ?[-+•*·▪~] ?|; /gu;
const SIGNATURE =
	/^(?:(?:kt|tm|tl|tuq|q|thua lenh|thay mat)\.? ?[a-z]|\(?da ky|\(?ky|nguoi ky|ngay ky|thoi gian ky|email|co quan ?:)/u;
const BODY = /^(?:can cu |thuc hien |dieu [0-9]|ngay |theo |xet |tiep theo |trong thoi gian |vua qua)/u;
const ARCHIVE = /^[Ll]ưu(?: ?:| [A-ZĐ]|[ ;.]*$)/u;
const NAME_WORD = /^(?=[\p{L}]+$)\p{Uppercase}(?=.*\p{Lowercase})[^\p{Uppercase}\p{Lt}]+$/u;
const MOST_ENTRIES = 200;
const STRANGERS = 8; // lines of other things in a row that end the block
const SHORT = 40;
const FULL = 45; // characters of a line that may have been broken

/** `within`: how many lines from the top the label may stand; further down stand forms to fill in. */
export function findAddressees(lines: readonly Line[], within: number): readonly string[] {
	for (const [index, line] of lines.slice(0, within).entries()) {
		const label = ADDRESSEES.exec(line.plain);
		if (label !== null) return addressees(line.text.slice(label[0].length), lines.slice(index + 1));
	}
	return [];
}

function addressees(first: string, following: readonly Line[]): readonly string[] {
	const entries = split(first);
	let before = first.length;
	for (const line of following) {
		const last = entries.at(-1) ?? ";";
		if (BULLET.test(line.text)) {
			if (last.endsWith(".")) break;
			entries.push(...split(line.text));
		} else if (last.endsWith(".") || BODY.test(line.plain) || entries.length >= MOST_ENTRIES) break;
		else if (last.endsWith(";")) entries.push(...split(line.text));
		else if (beginsSmall(line.text) || endsAddressee(line.text, before)) goOn(entries, line);
		else break;
		before = line.text.length;
	}
	return finished(entries);
}

/** Whether a line that begins with a capital is the end of an addressee: the line before (characters) was full. */
function endsAddressee(text: string, before: number): boolean {
	return before >= FULL && text.length <= SHORT && /[.;]$/u.test(text) && !text.endsWith("./.");
}

function goOn(entries: string[], line: Line): void {
	entries[entries.length - 1] += ` ${line.text}`;
}

/** The first block that has entries: a form or a register may carry the words alone. */
export function findRecipients(lines: readonly Line[]): readonly string[] {
	for (const [index, line] of lines.entries()) {
		const label = line.initial === "n" ? RECIPIENTS.exec(line.plain) : null;
		if (label === null) continue;
		const hasColon = label[1] !== undefined;
		const rest = line.text.slice(label[0].length);
		const isEntry = hasColon && (BULLET.test(rest) || /[;.]$/u.test(rest));
		if (rest !== "" && !isEntry && !hasColon) continue;
		// else it is the signature's first line beside the heading
		const entries = recipients(split(isEntry ? rest : ""), lines.slice(index + 1));
		if (entries.length > 0) return entries;
	}
	return [];
}

function recipients(entries: string[], following: readonly Line[]): readonly string[] {
	let strangers = 0;
	let bulletBefore = false;
	for (const line of following) {
		if (isClosed(entries) || strangers >= STRANGERS || entries.length >= MOST_ENTRIES) break;
		const bullet = BULLET.exec(line.text);
		if (bullet !== null && bullet[0].length === line.text.length) {
			bulletBefore = true;
			continue;
		}
		if (bullet !== null || bulletBefore || isEntryLine(line, entries)) entries.push(...split(line.text));
		else if (goesOn(line, entries)) goOn(entries, line);
		else {
			strangers += 1;
			continue;
		}
		strangers = 0;
		bulletBefore = false;
	}
	return finished(entries);
}

/** "Lưu: VT, …" is the last entry; it goes on over a line only when it ends in a comma. */
function isClosed(entries: readonly string[]): boolean {
	const last = entries.at(-1);
	return last !== undefined && ARCHIVE.test(last) && !last.endsWith(",");
}

/** An entry without a bullet: one that ends like an entry after one that ended, or the last. */
function isEntryLine(line: Line, entries: readonly string[]): boolean {
	if (ARCHIVE.test(line.text)) return true;
	const afterAnEnd = entries.at(-1)?.endsWith(";") ?? true;
	return afterAnEnd && /[;.]$/u.test(line.text) && !isSignature(line);
}

function goesOn(line: Line, entries: readonly string[]): boolean {
	const last = entries.at(-1);
	if (last === undefined || /[;.]$/u.test(last) || isSignature(line)) return false;
	return beginsSmall(line.text) || /[;.,]$/u.test(line.text) || last.endsWith(",");
}

function isSignature(line: Line): boolean {
	if (line.text.endsWith(";")) return false;
	return line.inCapitals || SIGNATURE.test(line.plain) || isName(line.text);
}

/** Two to five words, each with one capital at its beginning: a person. */
function isName(text: string): boolean {
	const words = text.split(" ");
	return words.length >= 2 && words.length <= 5 && words.every((word) => NAME_WORD.test(word));
}

/** Entries of one line, each with the sign it ended with, without bullets; a signature behind ";" is left out. */
function split(text: string): string[] {
	const bare = text.replace(BULLET, "");
	const entries: string[] = [];
	let at = 0;
	for (const found of bare.matchAll(INLINE)) {
		entries.push(`${bare.slice(at, found.index)};`);
		at = found.index + found[0].length;
	}
	if (entries.length === 0 || !isSignature(new Line(bare.slice(at)))) entries.push(bare.slice(at));
	return entries.filter((entry) => /[^ ;]/u.test(entry)).map(stripped);
}

function finished(entries: readonly string[]): readonly string[] {
	return entries.map(trimmed).filter((entry) => entry.length > 1);
}
