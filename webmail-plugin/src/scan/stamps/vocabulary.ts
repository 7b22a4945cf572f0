// The words of stamps. Letters read in a stamp are compared without their marks and with a little tolerance: a stamp is
// worn ink on paper. What is read as one of these words is reported in its proper spelling, for rules match whole
// lines. Twin of backend/documents/stamps/vocabulary.py.

/** What letters read in a stamp come to. */
export type Words =
	/** A word of secrecy or of its end, in its proper spelling. */
	| { readonly kind: "mark"; readonly word: string; readonly declassifies: boolean }
	/** Another known stamp, or words that are none of secrecy. */
	| { readonly kind: "other"; readonly word: string }
	/** Close to a word of secrecy. */
	| { readonly kind: "near" }
	| { readonly kind: "unread" };

export const UNREAD: Words = { kind: "unread" };

interface Word {
	readonly folded: string;
	readonly word: string;
	/** How many letters may be wrong. */
	readonly tolerance: number;
}

const DECLASSIFIED: Word = { folded: "GIAIMAT", word: "GIẢI MẬT", tolerance: 1 };
// Longest first. MẬT has no tolerance: with one letter wrong it is half the language.
const MARKS: readonly Word[] = [
	{ folded: "TUYETMAT", word: "TUYỆT MẬT", tolerance: 2 },
	DECLASSIFIED,
	{ folded: "TOIMAT", word: "TỐI MẬT", tolerance: 1 },
	{ folded: "MAT", word: "MẬT", tolerance: 0 },
];
// Stamps that say nothing of secrecy (NĐ 30/2020 Phụ lục I and III; signatures as programs draw them)
const OTHERS: readonly Word[] = [
	{ folded: "LUUHANHNOIBO", word: "LƯU HÀNH NỘI BỘ", tolerance: 3 },
	{ folded: "TAILIEUTHUHOI", word: "TÀI LIỆU THU HỒI", tolerance: 3 },
	{ folded: "DATHANHTOAN", word: "ĐÃ THANH TOÁN", tolerance: 2 },
	{ folded: "THUONGKHAN", word: "THƯỢNG KHẨN", tolerance: 2 },
	{ folded: "CONGVANDEN", word: "CÔNG VĂN ĐẾN", tolerance: 2 },
	{ folded: "SAOYBANCHINH", word: "SAO Y BẢN CHÍNH", tolerance: 3 },
	{ folded: "SAOYBAN", word: "SAO Y", tolerance: 1 },
	{ folded: "THUHOI", word: "THU HỒI", tolerance: 1 },
	{ folded: "HOATOC", word: "HOẢ TỐC", tolerance: 1 },
	{ folded: "HENGIO", word: "HẸN GIỜ", tolerance: 1 },
	{ folded: "SAOLUC", word: "SAO LỤC", tolerance: 1 },
	{ folded: "TRICHSAO", word: "TRÍCH SAO", tolerance: 1 },
	{ folded: "BANSAO", word: "BẢN SAO", tolerance: 1 },
	{ folded: "DUTHAO", word: "DỰ THẢO", tolerance: 1 },
	{ folded: "KHAN", word: "KHẨN", tolerance: 0 },
	{ folded: "SAOY", word: "SAO Y", tolerance: 0 },
	{ folded: "DEN", word: "ĐẾN", tolerance: 0 },
];
// Beginnings of the lines of a signature's box, and of a stamp of arrival
const BEGINNINGS = ["KYBOI", "NGUOIKY", "NGAYKY", "THOIGIANKY", "CHUKYSO", "DAKYSO", "SIGNEDBY", "CHUYEN", "SONGAY"];

const COMBINING = /[\u0300-\u036f]/gu;
const NO_LETTERS = /[^A-Z0-9]/gu;
const LOOKS_LIKE: Readonly<Record<string, string>> = { "0": "O", "1": "I", "5": "S", "4": "A" };
const BELIEVED = 50; // of 100, of words that are expected
const SURE = 70; // of any others
const ENOUGH_LETTERS = 4;
const NEAR = 2;

/** @param confidence 0 to 100, the recogniser's own */
export function wordsOf(text: string, confidence: number): Words {
	const lines = text
		.split("\n")
		.map(folded)
		.filter((line) => line !== "");
	const mark = firstOf(lines, markIn);
	if (mark !== null) return mark;
	const other = confidence < BELIEVED ? null : firstOf(lines, otherIn);
	if (other !== null) return other;
	if (lines.some(nearAMark)) return { kind: "near" };
	const letters = lines.join("").replace(/[0-9]/gu, "");
	const words = text.replace(/\s+/gu, " ").trim();
	return confidence >= SURE && letters.length >= ENOUGH_LETTERS ? { kind: "other", word: words } : UNREAD;
}

function firstOf(lines: readonly string[], find: (line: string) => Words | null): Words | null {
	for (const line of lines) {
		const found = find(line);
		if (found !== null) return found;
	}
	return null;
}

function markIn(line: string): Words | null {
	const found = MARKS.find(({ folded: word, tolerance }) => distance(line, word) <= tolerance);
	return found === undefined ? null : { kind: "mark", word: found.word, declassifies: found === DECLASSIFIED };
}

function otherIn(line: string): Words | null {
	const found = OTHERS.find(({ folded: word, tolerance }) => distance(line, word) <= tolerance);
	if (found !== undefined) return { kind: "other", word: found.word };
	const begins = BEGINNINGS.some((word) => distance(line.slice(0, word.length), word) <= 1);
	return begins ? { kind: "other", word: line } : null;
}

/** A line that one more look could make a mark of. */
function nearAMark(line: string): boolean {
	return MARKS.some(({ folded: word }) => {
		const allowed = word.length > NEAR * 2 ? NEAR + 1 : 1;
		return line.endsWith(word) || distance(line, word) <= allowed;
	});
}

/** Capitals without marks, spaces or signs; digits that look like letters are letters. */
function folded(line: string): string {
	return line
		.normalize("NFD")
		.replace(COMBINING, "")
		.replace(/[đĐ]/gu, "D")
		.toUpperCase()
		.replace(NO_LETTERS, "")
		.replace(/(?<=[A-Z])[0145]|[0145](?=[A-Z])/gu, (digit) => LOOKS_LIKE[digit] ?? digit);
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
