// A tokenizer for the XML inside office files: a module Worker has no DOMParser. Names come without their prefix.
// What is not well formed is refused, as expat refuses it on the server; document types are refused too (no part
// of an office file has one, and entities could blow up).

import { Unreadable } from "./unreadable.ts";

/** Attribute values by local name. */
export type Attributes = ReadonlyMap<string, string>;

export interface XmlHandler {
	open(name: string, attributes: Attributes): void;
	close(name: string): void;
	text(data: string): void;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
// what XML 1.0 forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u;
const NAME = /^[\p{L}_:][\p{L}\p{M}\p{N}_:.·-]*$/u;
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;

/** @throws Unreadable corrupt, when the text is not well formed. */
export function readXml(bytes: Uint8Array, handler: XmlHandler): void {
	new Reader(decoded(bytes), handler).read();
}

class Reader {
	readonly #text: string;
	readonly #handler: XmlHandler;
	readonly #open: string[] = [];
	#at = 0;
	#rootSeen = false;

	constructor(text: string, handler: XmlHandler) {
		this.#text = text;
		this.#handler = handler;
	}

	read(): void {
		while (this.#at < this.#text.length) {
			const tag = this.#text.indexOf("<", this.#at);
			this.#characters(this.#text.slice(this.#at, tag === -1 ? undefined : tag));
			if (tag === -1) break;
			this.#at = tag;
			this.#markup();
		}
		if (this.#open.length > 0 || !this.#rootSeen) throw new Unreadable("corrupt");
	}

	#characters(raw: string): void {
		if (raw === "") return;
		if (this.#open.length > 0) {
			if (raw.includes("]]>")) throw new Unreadable("corrupt");
			this.#handler.text(unescaped(raw));
		} else if (/[^\t\n\r ]/u.test(raw)) {
			throw new Unreadable("corrupt"); // text outside the root element
		}
	}

	#markup(): void {
		if (this.#text.startsWith("<!--", this.#at)) this.#skipTo("-->", 4);
		else if (this.#text.startsWith("<![CDATA[", this.#at)) this.#cdata();
		else if (this.#text.startsWith("<?", this.#at)) this.#instruction();
		else if (this.#text.startsWith("<!", this.#at)) throw new Unreadable("corrupt");
		else if (this.#text.startsWith("</", this.#at)) this.#closeTag();
		else this.#openTag();
	}

	/** The text up to `end`, which is passed over. */
	#skipTo(end: string, prefix: number): string {
		const found = this.#text.indexOf(end, this.#at + prefix);
		if (found === -1) throw new Unreadable("corrupt");
		const inside = this.#text.slice(this.#at + prefix, found);
		this.#at = found + end.length;
		return inside;
	}

	#instruction(): void {
		const isDeclaration = /^xml(?:\s|$)/iu.test(this.#text.slice(this.#at + 2, this.#at + 6));
		if (isDeclaration && this.#at > 0) throw new Unreadable("corrupt");
		this.#skipTo("?>", 2);
	}

	#cdata(): void {
		if (this.#open.length === 0) throw new Unreadable("corrupt");
		this.#handler.text(this.#skipTo("]]>", "<![CDATA[".length));
	}

	#closeTag(): void {
		const name = this.#skipTo(">", 2).trimEnd();
		if (this.#open.pop() !== name) throw new Unreadable("corrupt");
		this.#handler.close(localName(name));
	}

	#openTag(): void {
		if (this.#open.length === 0 && this.#rootSeen) throw new Unreadable("corrupt"); // a second root
		this.#rootSeen = true;
		const name = /[^\s/>]*/uy;
		name.lastIndex = this.#at + 1;
		const full = name.exec(this.#text)?.[0] ?? "";
		if (!NAME.test(full)) throw new Unreadable("corrupt");
		this.#at += 1 + full.length;
		this.#handler.open(localName(full), this.#attributes());
		this.#open.push(full);
		this.#endOfOpenTag(full);
	}

	#attributes(): Attributes {
		const attributes = new Map<string, string>();
		const names = new Set<string>();
		ATTRIBUTE.lastIndex = this.#at;
		for (let found = ATTRIBUTE.exec(this.#text); found !== null; found = ATTRIBUTE.exec(this.#text)) {
			const full = found[1] ?? "";
			if (names.has(full)) throw new Unreadable("corrupt");
			names.add(full);
			attributes.set(localName(full), unescaped(found[2] ?? found[3] ?? ""));
			this.#at = ATTRIBUTE.lastIndex;
		}
		return attributes;
	}

	#endOfOpenTag(full: string): void {
		const end = /\s*(\/?)>/uy;
		end.lastIndex = this.#at;
		const found = end.exec(this.#text);
		if (found === null) throw new Unreadable("corrupt");
		this.#at = end.lastIndex;
		if (found[1] === "/") {
			this.#open.pop();
			this.#handler.close(localName(full));
		}
	}
}

function localName(name: string): string {
	return name.slice(name.lastIndexOf(":") + 1);
}

function unescaped(raw: string): string {
	const text = raw.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
	if (!text.includes("&")) return text;
	return text.replace(/&([^;&]{0,12});?/gu, (whole, name: string) => {
		if (!whole.endsWith(";")) throw new Unreadable("corrupt");
		return ENTITIES[name] ?? characterReference(name);
	});
}

function characterReference(name: string): string {
	const digits = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/u.exec(name);
	const code = digits?.[1] !== undefined ? Number.parseInt(digits[1], 16) : Number.parseInt(digits?.[2] ?? "", 10);
	const allowed = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0x10ffff);
	if (!allowed || (code >= 0xd800 && code <= 0xdfff)) throw new Unreadable("corrupt");
	return String.fromCodePoint(code);
}

const DECLARATION = /^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/u;
const WIDE = new Set(["utf-16", "utf-16le", "utf-16be"]);

/** By byte order mark, first bytes and declaration: UTF-8, UTF-16 and the two small encodings expat knows. */
function decoded(bytes: Uint8Array): string {
	const wide = wideEncoding(bytes);
	const text = decodedAs(wide ?? "utf-8", wide === null && declares(bytes) === "iso-8859-1" ? utf8Of(bytes) : bytes);
	const declared = DECLARATION.exec(text)?.[1]?.toLowerCase();
	const fits = declared === undefined || (wide === null ? NARROW.has(declared) : WIDE.has(declared));
	if (!fits || (declared === "us-ascii" && BEYOND_ASCII.test(text))) throw new Unreadable("corrupt");
	if (FORBIDDEN.test(text)) throw new Unreadable("corrupt");
	return text;
}

const NARROW = new Set(["utf-8", "us-ascii", "iso-8859-1"]);
const BEYOND_ASCII = /[^\u0000-\u007f]/u;

function wideEncoding([first, second]: Uint8Array): "utf-16le" | "utf-16be" | null {
	if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
	if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
	return null;
}

function declares(bytes: Uint8Array): string | undefined {
	return DECLARATION.exec(String.fromCharCode(...bytes.subarray(0, 120)))?.[1]?.toLowerCase();
}

function utf8Of(latin1: Uint8Array): Uint8Array {
	return new TextEncoder().encode(Array.from(latin1, (byte) => String.fromCharCode(byte)).join(""));
}

function decodedAs(encoding: string, bytes: Uint8Array): string {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		throw new Unreadable("corrupt");
	}
}
