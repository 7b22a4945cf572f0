// Header fields of a letter (RFC 5322), with encoded words (RFC 2047) and parameters (RFC 2231). Text here is "binary":
// a character for each byte.

import { bytesOf, fromBase64, fromQuotedPrintable } from "./transfer.ts";

const HEADER_LINE = /^(?:From |[!-9;-~]*:|[\t ])/u;
const BLANK_LINE = /^(?:\r\n|\r|\n)/u;
const ENCODED_WORD = /=\?([^?*\s]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=/gu;
const BETWEEN_ENCODED_WORDS = /(\?=)[ \t\r\n]+(?==\?[^?\s]+\?[bBqQ]\?)/gu;
const PARAMETER = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/gu;

export type Headers = readonly (readonly [name: string, value: string])[];

/** Fields in order, names in lower case, values unfolded and trimmed; what follows is the body. */
export function readHeaders(
	next: () => string | null,
	unread: () => void,
): { readonly headers: Headers; readonly isDefect: boolean } {
	const headers: [string, string][] = [];
	let isDefect = false;
	for (let line = next(); line !== null; line = next()) {
		if (!HEADER_LINE.test(line)) {
			if (BLANK_LINE.test(line)) break;
			unread(); // the body begins without a blank line
			isDefect = true;
			break;
		}
		const last = headers.at(-1);
		const colon = line.indexOf(":");
		if (/^[\t ]/u.test(line)) {
			if (last === undefined) isDefect = true;
			else last[1] += line;
		} else if (line.startsWith("From ")) isDefect ||= headers.length > 0;
		else if (colon === 0) isDefect = true;
		else headers.push([line.slice(0, colon).toLowerCase(), line.slice(colon + 1)]);
	}
	return { headers: headers.map(([name, value]) => [name, unfolded(value)] as const), isDefect };
}

function unfolded(value: string): string {
	return value.replace(/\r?\n(?=[ \t])/gu, "").trim();
}

/** The first value of a field, null without one. */
export function headerOf(headers: Headers, name: string): string | null {
	return headers.find(([known]) => known === name)?.[1] ?? null;
}

export function headersOf(headers: Headers, name: string): string[] {
	return headers.filter(([known]) => known === name).map(([, value]) => value);
}

/** What a reader sees of an unstructured value. */
export function decodedValue(value: string): string {
	const joined = value.replace(BETWEEN_ENCODED_WORDS, "$1");
	let plainFrom = 0;
	let shown = "";
	for (const found of joined.matchAll(ENCODED_WORD)) {
		const [word, charset = "", encoding = "", payload = ""] = found;
		shown += utf8Of(joined.slice(plainFrom, found.index));
		const isBase64 = encoding.toLowerCase() === "b";
		const bytes = isBase64 ? fromBase64(payload).content : fromQuotedPrintable(payload.replaceAll("_", " "));
		shown += decodedAs(charset, bytes) ?? word;
		plainFrom = found.index + word.length;
	}
	return shown + utf8Of(joined.slice(plainFrom));
}

export interface Structured {
	/** "text/plain", "attachment": in lower case, "" when there is none. */
	readonly value: string;
	readonly parameters: ReadonlyMap<string, string>;
}

/** A value with parameters (Content-Type, Content-Disposition); those in pieces are put together. */
export function structured(written: string): Structured {
	const value = (written.split(";", 1)[0] ?? "").trim().toLowerCase();
	const pieces = new Map<string, string>();
	for (const [, name = "", quoted, bare] of written.matchAll(PARAMETER)) {
		pieces.set(name.toLowerCase(), quoted === undefined ? (bare ?? "") : quoted.replace(/\\(.)/gu, "$1"));
	}
	const names = new Set([...pieces.keys()].map((name) => name.replace(/\*.*$/u, "")));
	return { value, parameters: new Map([...names].map((name) => [name, parameter(name, pieces)])) };
}

function parameter(name: string, pieces: ReadonlyMap<string, string>): string {
	const plain = pieces.get(name);
	if (plain !== undefined) return decodedValue(plain);
	const inOrder = [...pieces]
		.filter(([key]) => key.startsWith(`${name}*`))
		.sort(([a], [b]) => numberIn(a) - numberIn(b));
	const joined = inOrder.map(([, value]) => value).join("");
	const extended = /^([^']*)'[^']*'(.*)$/su.exec(joined);
	const bytes = bytesOf((extended?.[2] ?? joined).replace(/%([0-9a-fA-F]{2})/gu, (_, hex) => fromHex(hex)));
	return decodedAs(extended?.[1] || "utf-8", bytes) ?? joined;
}

function numberIn(key: string): number {
	return Number(/\*(\d+)/u.exec(key)?.[1] ?? 0);
}

function fromHex(hex: string): string {
	return String.fromCharCode(Number.parseInt(hex, 16));
}

function utf8Of(text: string): string {
	return new TextDecoder().decode(bytesOf(text));
}

/** Text in a charset; null for one that nobody knows, or bytes that are not of it. */
export function decodedAs(charset: string, bytes: Uint8Array): string | null {
	try {
		return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}
