// Number and symbol (NĐ 30/2020 Phụ lục I, II.3): "Số: 15/QĐ-BNV", "Số: 12/UBND-VX", older "34/2008/CT-TTg", and the
// Party's "Số 123-CV/TU". A draft's number is left open; its symbol still tells the kind. Twin of
// backend/documents/form_symbol.py.

import { stripped } from "../text.ts";
import type { KindTable } from "./kinds.ts";
import type { Line } from "./line.ts";

const PIECE = "[A-ZÀ-ỸĐ][A-Za-zÀ-ỹ0-9.&_]*";
const UNIT = "[A-Za-zÀ-ỹ0-9][A-Za-zÀ-ỹ0-9.&_]*"; // who drafted it, in capitals or not
const END = "(?=[ ;,(*]|$)";
const OPEN = "[ .…_]*"; // where a number will be written
const LABEL = /^(?:so|s6)(?: hieu| va ky hieu)? ?(?::)? ?/u;
const STATE = new RegExp(
	`^${OPEN}([0-9]{1,6}[a-zA-Z]?)?${OPEN}/(?:([12][0-9]{3})/)?(${PIECE}(?:-${UNIT})*)${END}`,
	"u",
);
const PARTY = new RegExp(`^${OPEN}([0-9]{1,6})?${OPEN}-(${PIECE})/(${PIECE}(?:-${UNIT})*)${END}`, "u");
const UNFINISHED = /^[0-9]{0,6}[ .…_]*$/u;
const LOST_HYPHEN = new RegExp(`^ ([A-ZÀ-ỸĐ]{2,}(?:-${PIECE})*)(?= |$)`, "u");
const AROUND_SIGNS = / ?([/-]) ?/gu;
const PIECES = 3; // a wide gap may keep label, number and symbol apart

/** `number` is null in a draft; `kindSign` is what stands for the kind; `rest` what follows on the line. */
export interface Symbol {
	readonly number: string | null;
	readonly kindSign: string;
	readonly rest: string;
}

export interface PlacedSymbol {
	readonly index: number;
	readonly symbol: Symbol;
}

/** The first number and symbol among the lines, and the index of its line. */
export function findSymbol(lines: readonly Line[], kinds: KindTable): PlacedSymbol | null {
	for (const [index, line] of lines.entries()) {
		const label = LABEL.exec(line.plain);
		if (label === null || !line.text.startsWith("S")) continue;
		const first = line.text.slice(label[0].length);
		for (const text of withWhatFollows(first, lines.slice(index + 1, index + PIECES))) {
			const symbol = readSymbol(text, kinds);
			if (symbol !== null) return { index, symbol };
		}
	}
	return null;
}

function withWhatFollows(first: string, following: readonly Line[]): string[] {
	const candidates = [first];
	for (const line of following) {
		const last = candidates.at(-1) ?? "";
		if (!UNFINISHED.test(last)) break;
		candidates.push(last + line.text);
	}
	return candidates;
}

/** Read what follows the label "Số:". */
function readSymbol(text: string, kinds: KindTable): Symbol | null {
	const tight = text.replace(AROUND_SIGNS, "$1");
	return ofState(tight, kinds) ?? ofParty(tight, kinds);
}

function ofState(tight: string, kinds: KindTable): Symbol | null {
	const found = STATE.exec(tight);
	if (found === null) return null;
	const [whole, number, year, signed = ""] = found;
	const written = signed.replace(/[.&_]+$/u, "");
	const rest = tight.slice(whole.length);
	const lost = kinds.byAbbreviation.has(written) ? LOST_HYPHEN.exec(rest) : null;
	const signs = lost === null ? written : `${written}-${lost[1]}`;
	const pieces = [number, year, signs].filter((piece) => piece !== undefined && piece !== "");
	return {
		number: number ? pieces.join("/") : null,
		kindSign: kinds.signOf(written.split("-", 1)[0] ?? ""),
		rest: stripped(rest.slice(lost?.[0].length ?? 0)),
	};
}

function ofParty(tight: string, kinds: KindTable): Symbol | null {
	const found = PARTY.exec(tight);
	if (found === null) return null;
	const [whole, number, sign = "", agency = ""] = found;
	if (!kinds.byAbbreviation.has(sign)) return null;
	const written = number ? `${number}-${sign}/${agency}` : null;
	return { number: written, kindSign: sign, rest: stripped(tight.slice(whole.length)) };
}
