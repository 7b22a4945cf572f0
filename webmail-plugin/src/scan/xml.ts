// A tokenizer for the XML inside office files, as events by local name: a module Worker has no DOMParser. Twin of
// backend/documents/xml_reader.py: what is not well formed is refused, as expat refuses it there; document types are
// refused too (no part of an office file has one, and entities can blow up).

import { Unreadable } from "./unreadable.ts";

/** Attribute values by local name; namespace declarations are not among them. */
export type Attributes = ReadonlyMap<string, string>;

export interface XmlHandler {
	open(name: string, attributes: Attributes): void;
	close(name: string): void;
	/** In one piece between two tags. */
	text(data: string): void;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
// what XML 1.0 forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u;
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_.·-]*(?::[\p{L}_][\p{L}\p{M}\p{N}_.·-]*)?$/u;
const NAME_HERE = /[^\s/>]*/uy;
const TAG_END = /\s*(\/?)>/uy;
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;

/** Send the events and return the namespace of the root element, "" if it has none.
 *  @throws Unreadable corrupt, when the bytes are not well formed or of an unusual encoding. */
export function readXml(bytes: Uint8Array, handler: XmlHandler): string {
	let root = "";
	readXmlByRoot(bytes, (namespace) => {
		root = namespace;
		return handler;
	});
	return root;
}

/** Send the events to the handler chosen by the namespace and name of the root element; with null the rest is only looked
 *  at for being well formed.
 *  @throws Unreadable corrupt, as `readXml` does. */
export function readXmlByRoot(bytes: Uint8Array, choose: (namespace: string, name: string) => XmlHandler | null): void {
	new Reader(decoded(bytes), choose).read();
}

const NOTHING: XmlHandler = { open() {}, close() {}, text() {} };

/** Prefixes in force, by element. */
type Namespaces = ReadonlyMap<string, string>;

interface Name {
	readonly prefix: string;
	readonly local: string;
}

interface OpenElement {
	readonly name: string;
	readonly namespaces: Namespaces;
}

const PREDEFINED: Namespaces = new Map([
	["", ""],
	["xml", "http://www.w3.org/XML/1998/namespace"],
]);

class Reader {
	readonly #text: string;
	readonly #choose: (namespace: string, name: string) => XmlHandler | null;
	#handler = NOTHING;
	readonly #open: OpenElement[] = [];
	readonly #names = new Map<string, Name>();
	#pending = "";
	#at = 0;
	#rootSeen = false;

	constructor(text: string, choose: (namespace: string, name: string) => XmlHandler | null) {
		this.#text = text;
		this.#choose = choose;
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
			this.#pending += unescaped(raw);
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
		this.#pending += this.#skipTo("]]>", "<![CDATA[".length).replaceAll("\r\n", "\n").replaceAll("\r", "\n");
	}

	#flush(): void {
		if (this.#pending !== "") this.#handler.text(this.#pending);
		this.#pending = "";
	}

	#closeTag(): void {
		const name = this.#skipTo(">", 2).trimEnd();
		if (this.#open.at(-1)?.name !== name) throw new Unreadable("corrupt");
		this.#close();
	}

	#close(): void {
		this.#flush();
		const closed = this.#open.pop();
		if (closed !== undefined) this.#handler.close(this.#name(closed.name).local);
	}

	#openTag(): void {
		if (this.#open.length === 0 && this.#rootSeen) throw new Unreadable("corrupt"); // a second root
		this.#flush();
		NAME_HERE.lastIndex = this.#at + 1;
		const written = NAME_HERE.exec(this.#text)?.[0] ?? "";
		this.#at += 1 + written.length;
		const attributes = this.#attributes();
		const namespaces = this.#declared(attributes);
		const namespace = namespaces.get(this.#name(written).prefix);
		if (namespace === undefined) throw new Unreadable("corrupt"); // a prefix that is bound to nothing
		if (!this.#rootSeen) this.#handler = this.#choose(namespace, this.#name(written).local) ?? NOTHING;
		this.#rootSeen = true;
		this.#handler.open(this.#name(written).local, this.#byLocalName(attributes, namespaces));
		this.#open.push({ name: written, namespaces });
		this.#endOfOpenTag();
	}

	/** Every attribute by its full name. */
	#attributes(): Map<string, string> {
		const attributes = new Map<string, string>();
		ATTRIBUTE.lastIndex = this.#at;
		for (let found = ATTRIBUTE.exec(this.#text); found !== null; found = ATTRIBUTE.exec(this.#text)) {
			const name = found[1] ?? "";
			if (attributes.has(name)) throw new Unreadable("corrupt");
			attributes.set(name, attributeValue(found[2] ?? found[3] ?? ""));
			this.#at = ATTRIBUTE.lastIndex;
		}
		return attributes;
	}

	#declared(attributes: ReadonlyMap<string, string>): Namespaces {
		let namespaces = this.#open.at(-1)?.namespaces ?? PREDEFINED;
		for (const [name, uri] of attributes) {
			if (isDeclaration(name)) namespaces = new Map([...namespaces, [name.slice(6), uri]]);
		}
		return namespaces;
	}

	#byLocalName(attributes: ReadonlyMap<string, string>, namespaces: Namespaces): Attributes {
		const values = new Map<string, string>();
		for (const [name, value] of attributes) {
			if (isDeclaration(name)) continue;
			const { prefix, local } = this.#name(name);
			if (!namespaces.has(prefix)) throw new Unreadable("corrupt");
			values.set(local, value);
		}
		return values;
	}

	/** A name taken apart, checked once. */
	#name(written: string): Name {
		const known = this.#names.get(written);
		if (known !== undefined) return known;
		if (!NAME.test(written)) throw new Unreadable("corrupt");
		const colon = written.indexOf(":");
		const name = { prefix: written.slice(0, Math.max(colon, 0)), local: written.slice(colon + 1) };
		this.#names.set(written, name);
		return name;
	}

	#endOfOpenTag(): void {
		TAG_END.lastIndex = this.#at;
		const found = TAG_END.exec(this.#text);
		if (found === null) throw new Unreadable("corrupt");
		this.#at = TAG_END.lastIndex;
		if (found[1] === "/") this.#close();
	}
}

function isDeclaration(name: string): boolean {
	return name.startsWith("xmlns") && (name.length === 5 || name.charAt(5) === ":");
}

/** Line breaks and tabs in an attribute are spaces (XML 1.0, section 3.3.3). */
function attributeValue(raw: string): string {
	return unescaped(/[\t\n\r]/u.test(raw) ? raw.replace(/\r\n|[\t\n\r]/gu, " ") : raw);
}

function unescaped(raw: string): string {
	const text = raw.includes("\r") ? raw.replaceAll("\r\n", "\n").replaceAll("\r", "\n") : raw;
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
