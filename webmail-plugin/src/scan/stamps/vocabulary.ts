// What the letters read in a stamp say: a secrecy mark, something near one, another word, or nothing. OCR loses and
// confuses the marks above and below Vietnamese letters, so words are compared without them, by how many letters differ.
// Errors fall to the side of a mark. Twin of backend/documents/stamps/vocabulary.py.

export type Words =
	/** A word of secrecy or of its end, in its proper spelling. */
	| { readonly kind: "mark"; readonly word: string }
	/** Other words; `sure` when they are known ones, or read without doubt; `whole` when they cannot be a part of a mark. */
	| { readonly kind: "other"; readonly word: string; readonly sure: boolean; readonly whole: boolean }
	/** Close to a word of secrecy. */
	| { readonly kind: "near" }
	| { readonly kind: "unread" };

export const UNREAD: Words = { kind: "unread" };
export const DECLASSIFIED = "GIẢI MẬT";

interface Mark {
	readonly folded: string;
	readonly word: string;
	/** How many letters may differ for it to be this word, and for it to be near. */
	readonly surely: number;
	readonly perhaps: number;
}

const MARKS: readonly Mark[] = [
	{ folded: "MAT", word: "MẬT", surely: 0, perhaps: 1 },
	{ folded: "TOIMAT", word: "TỐI MẬT", surely: 1, perhaps: 2 },
	{ folded: "TUYETMAT", word: "TUYỆT MẬT", surely: 2, perhaps: 3 },
	{ folded: "GIAIMAT", word: DECLASSIFIED, surely: 1, perhaps: 2 },
];
// Stamps and headings every office has, without tone marks and spaces (NĐ 30/2020 Phụ lục I, IV; Điều 25)
const HARMLESS = (
	"DEN CONGVANDEN CONGVANDI KHAN THUONGKHAN HOATOC HOATOCHENGIO SAOY SAOYBANCHINH TRICHSAO SAOLUC BANCHINH BANSAO " +
	"BANGOC DAKY DADUYET DANHAN DATHUTIEN DATHANHTOAN DAXEM DAIN THUHOI TAILIEUTHUHOI LUUHANHNOIBO XEMXONGTRALAI " +
	"BANNHAP DUTHAO MAU BANMAU HETHIEULUC DAT KHONGDAT NHAP XUAT HUY DAHUY LUU GAP QUANTRONG MOI COHIEULUC HOPLE PHOTO"
).split(" ");
/** Read letter by letter, or near a mark. */
const HOLDING_A_MARK = ["MATDO", "BAOMAT", "MATKHAU", "MATONG"];
const ALIKE: Readonly<Record<string, string>> = {
	"0": "O",
	"1": "I",
	"|": "I",
	"!": "I",
	"[": "I",
	"]": "I",
	"4": "A",
	"5": "S",
	"8": "B",
	"€": "E",
	Đ: "D",
	Ð: "D",
};
const COMBINING = /[\u0300-\u036f]/gu;
const NO_LETTERS = /[^A-Z]+/gu;
const DOUBLED = /([A-Z])\1/gu;
const BROKEN_M = /I?VI/gu; // what OCR makes of a worn M
const EDGES = /^[IL]*$/u; // what a frame's sides look like
const KNOWN_SHARE = 0.21; // of a known word's letters may differ
const DIGITS_NO_MARK_HAS = 4;
const WHOLE_LETTERS = 7; // fewer may be what a seal left of a mark
const LONGER_THAN_MARKS = 11;
const [SURE, BELIEVED] = [85, 50]; // the recogniser's confidence; of known words less is enough
// Of so many letters, that confidence is enough to believe that other words stand there
const ENOUGH = [
	[2, 90],
	[4, 60],
	[LONGER_THAN_MARKS + 1, 50],
] as const;
const RANK = { unread: 0, other: 1, near: 2, mark: 3 };

/** Of what was read in one place, several lines perhaps. @param confidence 0 to 100, the recogniser's own */
export function wordsOf(text: string, confidence: number): Words {
	const lines = text.split("\n").filter((line) => line.trim() !== "");
	const found = lines.map((line) => wordsOfLine(line, confidence));
	if (lines.length > 1) found.push(wordsOfLine(lines.join(" "), confidence));
	return found.reduce(better, UNREAD);
}

/** The one that weighs more, the first of equals; of other words, those that are sure. */
export function better(one: Words, other: Words): Words {
	const isSurer = one.kind === "other" && other.kind === "other" && other.sure && !one.sure;
	return isSurer || RANK[other.kind] > RANK[one.kind] ? other : one;
}

function wordsOfLine(line: string, confidence: number): Words {
	const tokens = line
		.split(/\s+/u)
		.map(folded)
		.filter((token) => token !== "");
	const readings = withoutEdges(tokens);
	const mark = MARKS.find((one) => readings.some((reading) => difference(reading, one.folded) <= one.surely));
	if (mark !== undefined) return { kind: "mark", word: mark.word };
	const word = line.replace(/[\s|[\]]+/gu, " ").trim();
	const isKnown = (reading: string) => HARMLESS.some((known) => distance(reading, known) <= KNOWN_SHARE * known.length);
	const letters = readings[0]?.length ?? 0;
	const needed = readings.some(isNear) ? SURE : BELIEVED; // MẪU and ĐẠT are one letter from MẬT
	const holdsMark = readings.some((reading) => HOLDING_A_MARK.includes(reading)) && confidence >= SURE;
	if (holdsMark || (readings.some(isKnown) && confidence >= needed)) {
		return { kind: "other", word, sure: true, whole: letters >= WHOLE_LETTERS };
	}
	if ((line.match(/[0-9]/gu)?.length ?? 0) >= DIGITS_NO_MARK_HAS)
		return { kind: "other", word, sure: false, whole: true };
	const isHalfRead = tokens.includes("MAT") && letters <= LONGER_THAN_MARKS && confidence < SURE;
	if (readings.some(isNear) || isHalfRead) return { kind: "near" };
	const isRead = ENOUGH.some(([fewest, least]) => letters >= fewest && confidence >= least);
	return isRead ? { kind: "other", word, sure: confidence >= SURE, whole: letters >= WHOLE_LETTERS } : UNREAD;
}

function isNear(reading: string): boolean {
	if (reading.length <= 7 && reading.includes("MAT")) return true;
	const joined = reading.replace(BROKEN_M, "M");
	return MARKS.some(
		({ folded: mark, surely, perhaps }) => difference(reading, mark) <= perhaps || difference(joined, mark) <= surely,
	);
}

/** Capitals without marks, what looks alike made equal, everything else out. */
function folded(text: string): string {
	const bare = text.toUpperCase().normalize("NFD").replace(COMBINING, "");
	return [...bare]
		.map((letter) => ALIKE[letter] ?? letter)
		.join("")
		.replace(NO_LETTERS, "");
}

/** The line as read, and without what a frame's sides look like at both ends. */
function withoutEdges(tokens: readonly string[]): string[] {
	let [first, last] = [0, tokens.length];
	const isEdge = (token = "") => token.length === 1 || EDGES.test(token);
	while (first < last && isEdge(tokens[first])) first += 1;
	while (last > first && isEdge(tokens[last - 1])) last -= 1;
	const inner = tokens.slice(first, last).join("");
	return [...new Set([tokens.join(""), inner, stripped(inner, /^I+|I+$/gu), stripped(inner, /^[IL]+|[IL]+$/gu)])];
}

function stripped(text: string, ends: RegExp): string {
	return text.replace(ends, "");
}

/** A letter read twice is one. */
function difference(reading: string, mark: string): number {
	return Math.min(distance(reading, mark), distance(reading.replace(DOUBLED, "$1"), mark));
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
export function distance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (let i = 1; i <= one.length; i++) {
		const next = [i];
		for (let j = 1; j <= other.length; j++) {
			const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
			next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[other.length] ?? 0;
}
