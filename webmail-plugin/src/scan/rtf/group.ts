// What holds inside one group of an RTF file: what its text is, how it looks, and what it has gathered. Twin of
// backend/documents/rtf/group.py.

import { charsetOfFont } from "../../core/index.ts";
import { codePageOfFontCharset } from "../code_page.ts";
import { bytesOf } from "../mail/transfer.ts";
import type { Bytes } from "../reading.ts";
import type { RunLook, StyledText } from "../styled_text.ts";
import type { Place } from "./words.ts";

export class Font {
	name = "";
	/** Null: the document's. */
	codePage: number | null = null;

	hasCharset(charset: number): void {
		this.codePage = codePageOfFontCharset(charset) ?? this.codePage;
	}
}

/** Character properties as written. */
export interface Format {
	/** A number of the font table; null: the document's default. */
	readonly font: number | null;
	readonly capitals: boolean;
	readonly smallCapitals: boolean;
	readonly hidden: boolean;
	readonly deleted: boolean;
	readonly inserted: boolean;
	/** Characters to skip after \u (\uc). */
	readonly fallback: number;
	/** \loch, \hich or \dbch came before: \af names the font of the text. */
	readonly classFont: boolean;
}

export const UNFORMATTED: Format = {
	font: null,
	capitals: false,
	smallCapitals: false,
	hidden: false,
	deleted: false,
	inserted: false,
	fallback: 1,
	classFont: false,
};
const SWITCHES: ReadonlyMap<string, "capitals" | "smallCapitals" | "hidden" | "deleted" | "inserted"> = new Map([
	["caps", "capitals"],
	["scaps", "smallCapitals"],
	["v", "hidden"],
	["deleted", "deleted"],
	["revised", "inserted"],
]);
const CLASSES: ReadonlyMap<string, boolean> = new Map([
	["loch", true],
	["hich", true],
	["dbch", true],
	["rtlch", false],
	["ltrch", false],
]);

/** The format after one control word; the same if the word says nothing of the format. */
export function withWord(format: Format, word: string, number: number | null): Format {
	if (word === "f" || (word === "af" && format.classFont)) return { ...format, font: number };
	const classFont = CLASSES.get(word);
	if (classFont !== undefined) return { ...format, classFont };
	if (word === "plain") {
		const { fallback, deleted, inserted } = format;
		return { ...UNFORMATTED, fallback, deleted, inserted };
	}
	if (word === "uc") return { ...format, fallback: Math.max(number ?? 1, 0) };
	const name = SWITCHES.get(word);
	return name === undefined ? format : { ...format, [name]: number !== 0 };
}

export function lookOf(format: Format, fonts: ReadonlyMap<number, Font>, defaultFont: number | null): RunLook {
	const font = fonts.get(format.font ?? defaultFont ?? 0);
	return {
		font: font === undefined ? null : charsetOfFont(font.name),
		capitals: format.capitals || format.smallCapitals,
		hidden: format.hidden,
		deleted: format.deleted,
		inserted: format.inserted,
	};
}

export class Group {
	place: Place;
	story: StyledText;
	format: Format;
	/** It opened its story, and closes it. */
	owner = false;
	/** Nothing but \* has been seen of it. */
	fresh = true;
	starred = false;
	/** Inside what says the same again for older readers. */
	second = false;
	/** The first saying has been read inside it. */
	firstSeen = false;
	/** Of a field, which ends with the group. */
	isCode = false;
	fields = 0;
	pictureKind = "";
	readonly hexadecimal: string[] = [];
	readonly binary: string[] = [];

	constructor(place: Place, story: StyledText, format: Format) {
		this.place = place;
		this.story = story;
		this.format = format;
	}

	inner(): Group {
		const inner = new Group(this.place, this.story, this.format);
		inner.second = this.second;
		inner.pictureKind = this.pictureKind;
		return inner;
	}

	/** The bytes of a picture or an object; an odd digit at the end is left out. */
	bytes(): Bytes {
		const digits = this.hexadecimal.join("").replace(/[^0-9a-fA-F]/gu, "");
		const binary = bytesOf(this.binary.join(""));
		const half = digits.length >> 1;
		const bytes = new Uint8Array(half + binary.length);
		for (let index = 0; index < half; index++) {
			bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
		}
		bytes.set(binary, half);
		return bytes;
	}
}
