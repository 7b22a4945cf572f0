// HTML as lines: blocks, cells and breaks stand alone; text that a page hides is text all the same. Twin of
// backend/documents/html_text.py.

import { pieces } from "../spacing.ts";
import { type Attributes, type HtmlHandler, readHtml } from "./tokenizer.ts";

// Elements that do not break a line; every other tag does
const INLINE =
	/^(?:a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)$/u;
const MORE_THAN_TEXT = /^(?:img|svg|canvas|object|embed|iframe|frame|video|picture|input|math|applet|audio|image)$/u;
const SEEN_ATTRIBUTES = ["alt", "title", "value", "placeholder", "aria-label"];
const SPACE = /[ \t\r\n]+/gu;
const IMAGE_IN_STYLE = /url\s*\(|@import/iu;
const CAPITALS_IN_STYLE = /text-transform\s*:\s*uppercase|font-variant[a-z-]*\s*:[^;]*small-caps/iu;
const TAG = /<(?:[A-Za-z][A-Za-z0-9:-]*|\/[A-Za-z][A-Za-z0-9:-]*)(?:[ \t\r\n][^<>]*)?\/?>/u;

const PICTURE = /^\s*data:image\/[a-z0-9.+-]+;base64,/iu;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;

class Lines implements HtmlHandler {
	readonly lines: string[] = [];
	readonly pictures: Uint8Array<ArrayBuffer>[] = [];
	moreThanText = false;
	#line = "";
	#unread: string | null = null;
	#preformatted = 0;

	open(tag: string, attributes: Attributes): void {
		const isTaken = tag === "img" && !attributes.has("srcset") && this.#takePicture(attributes.get("src") ?? "");
		if (drawn(attributes) || (!isTaken && shows(tag, attributes))) this.moreThanText = true;
		if (tag === "script" || tag === "style") this.#unread = tag;
		if (tag === "pre") this.#preformatted += 1;
		if (!INLINE.test(tag)) this.#endLine();
		for (const key of SEEN_ATTRIBUTES) this.lines.push(...pieces(attributes.get(key) ?? ""));
	}

	close(tag: string): void {
		if (tag === this.#unread) this.#unread = null;
		if (tag === "pre") this.#preformatted = Math.max(this.#preformatted - 1, 0);
		if (!INLINE.test(tag)) this.#endLine();
	}

	text(data: string): void {
		if (this.#unread === "style") {
			const drawn = IMAGE_IN_STYLE.test(data) || CAPITALS_IN_STYLE.test(data) || data.includes("content");
			this.moreThanText ||= drawn;
		} else if (this.#unread === "script") this.moreThanText = true;
		else this.#line += this.#preformatted > 0 ? data : data.replace(SPACE, " ");
	}

	unknown(): void {
		this.moreThanText = true;
	}

	end(): void {
		this.moreThanText ||= this.#unread !== null; // what it swallowed was not read
		this.#endLine();
	}

	/** Whether the picture stands in its address (RFC 2397), to be read like a file. */
	#takePicture(address: string): boolean {
		const found = PICTURE.exec(address)?.[0];
		const written = address.slice(found?.length).replace(SPACE, "");
		if (found === undefined || !BASE64.test(written)) return false;
		this.pictures.push(Uint8Array.from(atob(written), (character) => character.charCodeAt(0)));
		return true;
	}

	#endLine(): void {
		this.lines.push(...pieces(this.#line));
		this.#line = "";
	}
}

function shows(tag: string, attributes: Attributes): boolean {
	const isNothing = (key: string) => attributes.get(key) === "0" || attributes.get(key) === "1";
	const isTiny = tag === "img" && isNothing("width") && isNothing("height");
	const isPlainInput = ["hidden", "text"].includes(attributes.get("type") ?? "");
	return MORE_THAN_TEXT.test(tag) && !isTiny && !isPlainInput;
}

function drawn(attributes: Attributes): boolean {
	const style = attributes.get("style") ?? "";
	return attributes.has("background") || IMAGE_IN_STYLE.test(style) || CAPITALS_IN_STYLE.test(style);
}

export interface HtmlText {
	readonly lines: readonly string[];
	readonly pictures: readonly Uint8Array<ArrayBuffer>[];
	/** The page may show more than lines and pictures say: pictures elsewhere, styles, scripts. */
	readonly moreThanText: boolean;
}

export function htmlText(html: string): HtmlText {
	const lines = new Lines();
	readHtml(html, lines);
	lines.end();
	return lines;
}

/** Whether a browser would take some of the text for markup. */
export function hasTags(text: string): boolean {
	return TAG.test(text);
}
