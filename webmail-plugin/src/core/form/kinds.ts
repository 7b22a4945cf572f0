import type { DocumentKind } from "../rule.ts";
import { joined } from "../text.ts";

/** Codes of copies (NĐ 30/2020, Điều 25): the copy's own symbol or heading decides. */
export const COPIES = new Set(["SY", "TrS", "SL"]);
export const OFFICIAL_LETTER = "CV";

/** The kinds of documents as the bundle carries them, by code, abbreviation and title. */
export class KindTable {
	readonly byCode: ReadonlyMap<string, DocumentKind>;
	readonly byAbbreviation: ReadonlyMap<string, DocumentKind>;
	/** Keys joined, one tone placement. */
	readonly byTitle: ReadonlyMap<string, DocumentKind>;
	/** Longest first: THÔNG TƯ LIÊN TỊCH before THÔNG TƯ. */
	readonly titles: readonly (readonly [title: string, kind: DocumentKind])[];

	constructor(kinds: readonly DocumentKind[]) {
		const titles = kinds.flatMap((kind) => kind.titles.map((title) => [title, kind] as const));
		this.byCode = new Map(kinds.map((kind) => [kind.code, kind]));
		this.byAbbreviation = new Map(kinds.flatMap((kind) => kind.abbreviations.map((short) => [short, kind] as const)));
		this.byTitle = new Map(titles.map(([title, kind]) => [joined(title), kind]));
		this.titles = titles.sort(([a], [b]) => b.length - a.length);
	}
}
