// Title line, subject ("V/v …", trích yếu) and urgency. Twin of backend/documents/form_head.py.

import type { DocumentKind } from "../rule.ts";
import { joined } from "../text.ts";
import type { DocumentForm } from "../verdict.ts";
import type { KindTable } from "./kinds.ts";
import { beginsSmall, behind, type Line, sentence, trimmed } from "./line.ts";

type Urgency = NonNullable<DocumentForm["urgency"]>;

const URGENCY: ReadonlyMap<string, Urgency> = new Map([
	[joined("HOẢ TỐC"), "HOA_TOC"],
	[joined("HOẢ TỐC HẸN GIỜ"), "HOA_TOC"],
	[joined("THƯỢNG KHẨN"), "THUONG_KHAN"],
	[joined("KHẨN"), "KHAN"],
]);
const ABOUT = /^\(?v ?\/ ?v ?:? ?/u; // V/v
const ABOUT_SPELT = /^(?:ve viec:? ?|ve )/u;
const ABOUT_LETTER = /^(?:\(?v ?\/ ?v ?:? ?|ve viec:? ?)/u;
const ABOUT_BESIDE = /^[Vv] ?\/ ?[Vv] ?:? ?/u;
const GOES_ON_NEVER = /^(?:kinh gui|can cu )/u;
// What stands in the head besides a subject, or ends it
const OTHER_HEAD =
	/^(?:so ?:|s6 ?:|kinh gui|cong hoa xa hoi|doc lap|noi nhan|can cu |theo |thuc hien |dieu [0-9]|[-+•*] |[0-9ivx]+[.)] |dang cong san|phan |chuong |ngay |(?:.*, ?)ngay(?: ?[0-9]| thang)|quyet nghi|xet |toi |chung toi|hom nay|thua lenh)/u;
const MOST_LINES = 6;

/** Urgency stands alone, in capitals: "khẩn trương" is none. */
export function findUrgency(lines: readonly Line[]): Urgency | null {
	for (const line of lines) {
		const urgency = URGENCY.get(joined(line.title));
		if (urgency !== undefined) return urgency;
	}
	return null;
}

export interface Title {
	readonly index: number;
	readonly kind: DocumentKind;
	/** What more the line says. */
	readonly more: string;
}

/** The line that names the kind. A whole line counts wherever it stands in the head; a line that only begins so
 *  counts below the number and the motto (index `after`), for above them "DỰ ÁN ĐẦU TƯ" ends an agency's name. */
export function findTitle(lines: readonly Line[], kinds: KindTable, after: number): Title | null {
	let begun: Title | null = null;
	const plain = lines.every((line) => /^[\0-\x7f]*$/u.test(line.text));
	for (const [index, line] of lines.entries()) {
		if (!line.inCapitals) continue;
		const { title } = line;
		const kind = kinds.ofTitle(title, plain);
		if (kind !== undefined) return { index, kind, more: "" };
		if (index > after) begun ??= beginsTitle(index, title, kinds);
	}
	return begun;
}

/** A title that goes on with its subject, of two words at least: "QUY ĐỊNH CHUNG" is a chapter. */
function beginsTitle(index: number, title: string, kinds: KindTable): Title | null {
	for (const [text, kind] of kinds.titles) {
		if (!title.startsWith(`${text} `)) continue;
		const more = title.slice(text.length + 1);
		if (more.includes(" ")) return { index, kind, more };
	}
	return null;
}

/** The subject of a công văn: "V/v …", perhaps over several lines and mixed with the cells beside it. */
export function letterSubject(lines: readonly Line[], headEnds: number): string | null {
	for (const [index, line] of lines.slice(0, headEnds).entries()) {
		const about = behind(ABOUT_LETTER, line.plain, line.text);
		if (about !== null) return goOn([about], lines.slice(index + 1), { smallOnly: false });
	}
	return null;
}

/** A subject on the line of the number itself. */
export function subjectBehind(rest: string): string | null {
	const about = behind(ABOUT_BESIDE, rest, rest);
	return about === null ? null : trimmed(about) || null;
}

/** The subject under a title line ("Về việc …", "Phê duyệt …"). */
export function titleSubject(lines: readonly Line[], onTitleLine: string): string | null {
	if (trimmed(onTitleLine) !== "") return goOn([onTitleLine], lines, { smallOnly: true });
	for (const [index, line] of lines.slice(0, MOST_LINES).entries()) {
		if (trimmed(line.text) === "") continue;
		if (OTHER_HEAD.test(line.plain)) return null;
		const about = behind(ABOUT, line.plain, line.text) ?? behind(ABOUT_SPELT, line.plain, line.text);
		return goOn([about ?? line.text], lines.slice(index + 1), { smallOnly: true });
	}
	return null;
}

/** Take the lines that go on with the subject. `smallOnly`: a capital begins something new. */
function goOn(
	pieces: string[],
	following: readonly Line[],
	{ smallOnly }: { readonly smallOnly: boolean },
): string | null {
	for (const line of following.slice(0, MOST_LINES)) {
		if (GOES_ON_NEVER.test(line.plain) || /[.;]$/u.test(pieces.at(-1) ?? "")) break;
		if (OTHER_HEAD.test(line.plain) || line.inCapitals) {
			if (smallOnly) break;
			continue;
		}
		if (!beginsSmall(line.text) && (smallOnly || !isStillHead(following))) break;
		pieces.push(line.text);
	}
	return trimmed(sentence(pieces)) || null;
}

/** Whether the addressees are still to come, so that this is not the body. */
function isStillHead(following: readonly Line[]): boolean {
	return following.slice(0, 2 * MOST_LINES).some((line) => line.plain.startsWith("kinh gui"));
}
