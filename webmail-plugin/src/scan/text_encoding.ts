// The bytes of a text to its characters: UTF-8, UTF-16 and UTF-32 with a mark or recognisable without one, the old 8-bit
// charsets of Vietnamese by content, and Windows-1252 where it is a Western language. Twin of
// backend/documents/text_encoding.py.

import { decode, examine, isWestern, windows1252 } from "../core/index.ts";
import { latin } from "./sniff.ts";
import { Unreadable } from "./unreadable.ts";

type Order = "le" | "be";
const ORDERS: readonly Order[] = ["le", "be"];
// Bytes that no text has: C0 without \t \n \v \f \r, DEL, C1 without NEL, and what is no character at all
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffe\uffff]/u;
// What text in UTF-16 or UTF-32 is made of here: another width or order of bytes makes other characters of it
const OURS = /^[\t\n\r -~\u00a0-\u036f\u1e00-\u20cf\u2100-\u215f\u2500-\u25ff]+$/u;
// Of the 8-bit charsets: letters of VISCII and VPS stand among the control characters
const NO_OLD_TEXT = /[\u0000\u0001\u0007\u0008\u000e\u000f\u0016-\u0018\u001a\u001b\u001f\u007f]/u;
const CONTROL = /[\u0002-\u0006\u0010-\u001e]/u;
const ROW_END = /[\n\r\v\f]/u;

export interface DecodedText {
	readonly text: string;
	/** As contract 2 names it, null for UTF-8. */
	readonly charset: string | null;
	/** Nobody can tell what the bytes stand for; the text is a guess. */
	readonly doubtful: boolean;
}

/** Text of TCVN3, VNI, Windows-1258 comes as the characters of Windows-1252: whoever reads its lines decodes them.
 *  @throws Unreadable unsupported: not text. */
export function decodedText(bytes: Uint8Array): DecodedText {
	const marked = ofMark(bytes);
	if (marked !== null) return sure(asText(marked.text), marked.charset);
	if (bytes.includes(0)) return wide(bytes);
	const text = strictly("utf-8", bytes);
	if (text !== null) return sure(asText(text), null);
	const cutShort = strictly("utf-8", bytes, { stream: true });
	return cutShort === null ? old(latin(bytes)) : { text: asText(cutShort), charset: null, doubtful: true };
}

function sure(text: string, charset: string | null): DecodedText {
	return { text, charset, doubtful: false };
}

function asText(text: string | null): string {
	if (text === null || NOT_TEXT.test(text)) throw new Unreadable("unsupported");
	return text;
}

function ofMark(bytes: Uint8Array): { readonly text: string | null; readonly charset: string } | null {
	const [first, second, third, fourth] = bytes;
	const little = first === 0xff && second === 0xfe;
	if (little && third === 0 && fourth === 0) return { text: utf32(bytes.subarray(4), "le"), charset: "other" };
	if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) {
		return { text: utf32(bytes.subarray(4), "be"), charset: "other" };
	}
	if (little) return { text: strictly("utf-16le", bytes), charset: "utf-16" };
	return first === 0xfe && second === 0xff ? { text: strictly("utf-16be", bytes), charset: "utf-16" } : null;
}

function wide(bytes: Uint8Array): DecodedText {
	for (const order of ORDERS) {
		const text = utf32(bytes, order);
		if (text !== null && OURS.test(text)) return sure(text, "other");
	}
	for (const order of ORDERS) {
		const text = strictly(`utf-16${order}`, bytes);
		if (text !== null && OURS.test(text)) return sure(text, "utf-16");
	}
	throw new Unreadable("unsupported");
}

/** `text` is the bytes as Latin-1. */
function old(text: string): DecodedText {
	if (NO_OLD_TEXT.test(text)) throw new Unreadable("unsupported");
	const { detection, doubtful } = examine(text.split(ROW_END));
	const charset = detection?.charset ?? null;
	if (charset === "viscii" || charset === "vps") return sure(decode(text, charset), charset);
	if (CONTROL.test(text)) throw new Unreadable("unsupported");
	const shown = asText(Array.from(text, (byte) => windows1252(byte.charCodeAt(0))).join(""));
	return charset === null
		? { text: shown, charset: "other", doubtful: doubtful || !isWestern(shown) }
		: sure(shown, charset);
}

/** `stream`: an end that is cut short does not matter. */
function strictly(encoding: string, bytes: Uint8Array, { stream = false } = {}): string | null {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream });
	} catch {
		return null;
	}
}

function utf32(bytes: Uint8Array, order: Order): string | null {
	if (bytes.length % 4 !== 0) return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const characters: string[] = [];
	for (let at = 0; at < bytes.length; at += 4) {
		const code = view.getUint32(at, order === "le");
		if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
		characters.push(String.fromCodePoint(code));
	}
	return characters.join("");
}
