import type { DocumentKind } from "../rule.ts";
import { joined, toneStripped } from "../text.ts";

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

	readonly #plainSigns: ReadonlyMap<string, string>;
	readonly #plainTitles: ReadonlyMap<string, DocumentKind>;

	constructor(kinds: readonly DocumentKind[]) {
		const titles = kinds.flatMap((kind) => kind.titles.map((title) => [title, kind] as const));
		this.byCode = new Map(kinds.map((kind) => [kind.code, kind]));
		this.byAbbreviation = new Map(kinds.flatMap((kind) => kind.abbreviations.map((short) => [short, kind] as const)));
		this.byTitle = new Map(titles.map(([title, kind]) => [joined(title), kind]));
		this.titles = titles.sort(([a], [b]) => b.length - a.length);
		const signs = [...this.byAbbreviation.keys()].filter((sign) => sign === sign.toUpperCase());
		this.#plainSigns = unambiguous(signs.map((sign) => [toneStripped(sign).toUpperCase(), sign]));
		this.#plainTitles = unambiguous(this.titles.map(([title, kind]) => [toneStripped(joined(title)), kind]));
	}

	/** The abbreviation meant; one that lost its accents (QD for QĐ) counts where it can mean only one. */
	signOf(written: string): string {
		return this.byAbbreviation.has(written) ? written : (this.#plainSigns.get(written) ?? written);
	}

	/** `plain`: the paper is written without accents throughout. */
	ofTitle(title: string, plain: boolean): DocumentKind | undefined {
		return plain ? this.#plainTitles.get(toneStripped(joined(title))) : this.byTitle.get(joined(title));
	}
}

/** What each key means, where it means one thing only. */
function unambiguous<Meant>(pairs: readonly (readonly [string, Meant])[]): Map<string, Meant> {
	const meant = new Map<string, Meant>();
	const doubtful = new Set<string>();
	for (const [key, value] of pairs) {
		if (meant.has(key) && meant.get(key) !== value) doubtful.add(key);
		meant.set(key, value);
	}
	for (const key of doubtful) meant.delete(key);
	return meant;
}
