// HTML as tags and text, as tolerant as Python's html.parser (which reads it on the server): a module Worker has no
// DOMParser. Comments, declarations and instructions are passed over.

import { unescaped } from "./entities.ts";

export type Attributes = ReadonlyMap<string, string>;

export interface HtmlHandler {
	open(tag: string, attributes: Attributes): void;
	close(tag: string): void;
	/** Of a script or style as it stands, else with its character references resolved. */
	text(data: string): void;
	/** Something was written that this reader does not know. */
	unknown(): void;
}

const START_TAG =
	/<[a-zA-Z][^\t\n\r\f />\0]*(?:[\s/]*(?:(?<=['"\s/])[^\s/>][^\s/=>]*(?:\s*=+\s*(?:'[^']*'|"[^"]*"|(?!['"])[^>\s]*)\s*)?(?:\s|\/(?!>))*)*)?\s*/uy;
const TAG_NAME = /([a-zA-Z][^\t\n\r\f />\0]*)(?:\s|\/(?!>))*/uy;
const ATTRIBUTE = /((?<=['"\s/])[^\s/>][^\s/=>]*)(\s*=+\s*('[^']*'|"[^"]*"|(?!['"])[^>\s]*))?(?:\s|\/(?!>))*/uy;
const END_TAG = /<\/\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>/uy;
const COMMENT_END = /--\s*>/gu;
const RAW = new Set(["script", "style"]);

export function readHtml(html: string, handler: HtmlHandler): void {
	new Tokenizer(html, handler).read();
}

class Tokenizer {
	readonly #html: string;
	readonly #handler: HtmlHandler;
	#at = 0;
	#raw: string | null = null;

	constructor(html: string, handler: HtmlHandler) {
		this.#html = html;
		this.#handler = handler;
	}

	read(): void {
		while (this.#at < this.#html.length) {
			const next = this.#nextMarkup();
			if (next > this.#at) this.#text(this.#html.slice(this.#at, next));
			this.#at = next;
			if (next < this.#html.length) this.#markup();
		}
	}

	#nextMarkup(): number {
		if (this.#raw === null) return this.#indexOf("<", this.#at);
		const end = new RegExp(`</\\s*${this.#raw}\\s*>`, "giu");
		end.lastIndex = this.#at;
		return end.exec(this.#html)?.index ?? this.#html.length;
	}

	#indexOf(text: string, from: number): number {
		const found = this.#html.indexOf(text, from);
		return found === -1 ? this.#html.length : found;
	}

	#text(written: string): void {
		if (this.#raw !== null) {
			this.#handler.text(written);
			return;
		}
		const { text, known } = unescaped(written);
		if (!known) this.#handler.unknown();
		this.#handler.text(text);
	}

	#markup(): void {
		const end = this.#endOfMarkup();
		if (end >= 0) {
			this.#at = end;
			return;
		}
		// not finished: text up to where it may have been meant to end
		const close = this.#html.indexOf(">", this.#at + 1);
		const open = this.#html.indexOf("<", this.#at + 1);
		const upTo = close >= 0 ? close + 1 : open >= 0 ? open : this.#at + 1;
		this.#text(this.#html.slice(this.#at, upTo));
		this.#at = upTo;
	}

	/** Handle what begins here; where it ends, -1 when it does not. */
	#endOfMarkup(): number {
		const begins = (start: string) => this.#html.startsWith(start, this.#at);
		if (/^[a-zA-Z]/u.test(this.#html.charAt(this.#at + 1))) return this.#openTag();
		if (begins("</")) return this.#closeTag();
		if (begins("<!--")) return this.#after(COMMENT_END, 4);
		if (begins("<![")) return this.#after(/\]\s*(?:\]\s*)?>/gu, 3);
		if (begins("<?") || begins("<!")) return this.#after(/>/gu, 2);
		this.#text("<");
		return this.#at + 1;
	}

	#after(pattern: RegExp, prefix: number): number {
		pattern.lastIndex = this.#at + prefix;
		return pattern.exec(this.#html) === null ? -1 : pattern.lastIndex;
	}

	#openTag(): number {
		START_TAG.lastIndex = this.#at;
		START_TAG.exec(this.#html);
		const end = this.#endOfTag(START_TAG.lastIndex);
		if (end < 0) return end;
		const { tag, attributes, rest } = this.#tagAt(this.#at + 1, end);
		if (rest !== ">" && rest !== "/>") {
			this.#text(this.#html.slice(this.#at, end));
			return end;
		}
		this.#handler.open(tag, attributes);
		if (rest === "/>") this.#handler.close(tag);
		else if (RAW.has(tag)) this.#raw = tag;
		return end;
	}

	#endOfTag(at: number): number {
		const next = this.#html.charAt(at);
		if (next === ">") return at + 1;
		if (this.#html.startsWith("/>", at)) return at + 2;
		return next === "" || /[a-zA-Z=/]/u.test(next) ? -1 : at;
	}

	#tagAt(at: number, end: number): { tag: string; attributes: Attributes; rest: string } {
		TAG_NAME.lastIndex = at;
		const tag = (TAG_NAME.exec(this.#html)?.[1] ?? "").toLowerCase();
		const attributes = new Map<string, string>();
		let next = TAG_NAME.lastIndex;
		while (next < end) {
			ATTRIBUTE.lastIndex = next;
			const found = ATTRIBUTE.exec(this.#html);
			if (found === null) break;
			attributes.set((found[1] ?? "").toLowerCase(), this.#value(found[3] ?? ""));
			next = ATTRIBUTE.lastIndex;
		}
		return { tag, attributes, rest: this.#html.slice(next, end).trim() };
	}

	#value(written: string): string {
		const { text, known } = unescaped(/^(?:'.*'|".*")$/su.test(written) ? written.slice(1, -1) : written);
		if (!known) this.#handler.unknown();
		return text;
	}

	#closeTag(): number {
		const close = this.#html.indexOf(">", this.#at + 1);
		if (close === -1) return -1;
		END_TAG.lastIndex = this.#at;
		const tag = END_TAG.exec(this.#html)?.[1]?.toLowerCase();
		if (tag !== undefined) {
			this.#handler.close(tag);
			this.#raw = null;
			return END_TAG.lastIndex;
		}
		TAG_NAME.lastIndex = this.#at + 2;
		const loose = TAG_NAME.exec(this.#html)?.[1];
		if (loose === undefined) return close + 1; // a bogus comment
		this.#handler.close(loose.toLowerCase());
		return this.#indexOf(">", TAG_NAME.lastIndex) + 1;
	}
}
