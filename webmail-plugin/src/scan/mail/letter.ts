// A letter saved as a file (RFC 5322, RFC 2046): its headers as lines, every leaf part read like a file of its own. Twin
// of backend/documents/mail_file.py. A forwarded letter comes as such a file.

import type { UnreadableReason } from "../../core/index.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { MAIL } from "../sniff.ts";
import { isBlank, pieces } from "../spacing.ts";
import { binary, decodedAs, decodedValue, type Headers, headerOf, readHeaders, structured } from "./headers.ts";
import { fromBase64, fromQuotedPrintable } from "./transfer.ts";

// A text is taken for a letter when its first lines are headers, two of them of these.
const KNOWN_HEADER =
	/^(?:return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|x-[a-z-]+|content-transfer-encoding|dkim-signature|reply-to|sender|arc-[a-z-]+|authentication-results):/iu;
const HEADER_LINE = /^(?:[!-9;-~]+:|[ \t])/u;
const HEAD_LINES = 40;
const DEEPEST = 100; // of parts inside parts
const SEEN_HEADERS = ["subject", "keywords", "comments"];
const DECISIVE_HEADERS = ["content-type", "content-transfer-encoding"];
const TRANSFER_ENCODINGS = new Set(["", "7bit", "8bit", "binary", "base64", "quoted-printable"]);
const CONTENT_ELSEWHERE = new Set(["message/external-body", "message/partial"]);
const UUENCODED = /^begin(?:-base64)? [0-7]{3,4} [^\s]/mu;

export function isMail(text: string): boolean {
	let known = 0;
	for (const line of text.split("\n", HEAD_LINES)) {
		if (!HEADER_LINE.test(line)) break;
		if (KNOWN_HEADER.test(line)) known += 1;
	}
	return known >= 2;
}

interface Entity {
	readonly headers: Headers;
	/** Binary text. */
	readonly body: string;
	readonly children: readonly Entity[];
	readonly isLeaf: boolean;
	/** No boundary, or none that begins or ends its parts. */
	readonly isBroken: boolean;
	/** Text before the first and behind the last part. */
	readonly around: readonly string[];
}

/** @throws RangeError when parts are nested too deep. */
export async function readLetter(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<void> {
	const text = Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, index) =>
		String.fromCharCode(...bytes.subarray(index * CHUNK, (index + 1) * CHUNK)),
	).join("");
	const entities = walk(entityOf(text, "text/plain", 0));
	const lines = entities.flatMap(({ headers }) => SEEN_HEADERS.flatMap((name) => linesOfHeader(headers, name)));
	reading.add(path, MAIL, lines.length === 0 ? [] : [{ number: 1, lines }]);
	const leaves = entities.filter((entity) => entity.isLeaf);
	for (const [index, leaf] of leaves.entries()) {
		reading.budget.takeMember();
		await reading.goDeeper(contentOf(leaf), innerPath(path, nameOf(leaf) || `part ${index + 1}`), depth + 1);
	}
	for (const around of entities.flatMap((entity) => entity.around)) {
		if (!isBlank(around)) await reading.goDeeper(binary(around), innerPath(path, "around"), depth + 1);
	}
	for (const reason of [...new Set(entities.flatMap(doubts))].sort()) reading.giveUp(path, MAIL, reason);
}

/** Why another program may see more in this part. */
function doubts(entity: Entity): UnreadableReason[] {
	const { headers, isBroken, isLeaf } = entity;
	const isTwofold = DECISIVE_HEADERS.some((name) => headers.filter(([known]) => known === name).length > 1);
	const { value } = structured(headerOf(headers, "content-type") || "text/plain");
	const isKnown = TRANSFER_ENCODINGS.has(encodingOf(headers)) && !CONTENT_ELSEWHERE.has(value);
	const isUuencoded =
		isLeaf && value.startsWith("text/") && UUENCODED.test(new TextDecoder().decode(contentOf(entity)));
	return [
		...(isBroken || isTwofold ? ["corrupt" as const] : []),
		...(!isKnown || isUuencoded ? ["unsupported" as const] : []),
	];
}

const CHUNK = 0x8000; // arguments of one call

function walk(entity: Entity): Entity[] {
	return [entity, ...entity.children.flatMap(walk)];
}

function linesOfHeader(headers: Headers, name: string): string[] {
	const value = headerOf(headers, name);
	return value === "" ? [] : pieces(decodedValue(value));
}

function entityOf(text: string, defaultType: string, depth: number): Entity {
	if (depth > DEEPEST) throw new RangeError("parts are nested too deep");
	const { headers, bodyAt } = readHeaders(text);
	const body = text.slice(bodyAt);
	const { value, parameters } = structured(headerOf(headers, "content-type") || defaultType);
	const leaf = { headers, body, children: [], isLeaf: true, isBroken: value.startsWith("multipart/"), around: [] };
	if (value.startsWith("message/")) {
		return { ...leaf, isLeaf: false, isBroken: false, children: [entityOf(body, "text/plain", depth + 1)] };
	}
	const boundary = value.startsWith("multipart/") ? parameters.get("boundary") : undefined;
	const split = boundary === undefined ? null : splitAt(body, boundary);
	if (split === null) return leaf;
	const inner = value === "multipart/digest" ? "message/rfc822" : "text/plain";
	const children = split.parts.map((part) => entityOf(part, inner, depth + 1));
	return { ...leaf, isLeaf: false, isBroken: !split.isClosed, children, around: split.around };
}

/** The parts between delimiter lines; null when there is none (the body is then a leaf). */
function splitAt(body: string, boundary: string): { parts: string[]; around: string[]; isClosed: boolean } | null {
	const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
	const delimiter = new RegExp(`(^|\\r?\\n)--${escaped}(--)?[ \\t]*(?:\\r?\\n|$)`, "gu");
	const parts: string[] = [];
	let before: string | null = null;
	let at = 0;
	for (let found = delimiter.exec(body); found !== null; found = delimiter.exec(body)) {
		const piece = body.slice(at, found.index);
		if (before === null) before = piece;
		else parts.push(piece);
		at = delimiter.lastIndex;
		if (found[2] !== undefined) return { parts, around: [before, body.slice(at)], isClosed: true };
		if (/\n$/u.test(found[0])) delimiter.lastIndex = at - (found[0].endsWith("\r\n") ? 2 : 1); // the next may begin here
	}
	if (before === null) return null;
	return { parts: [...parts, body.slice(at)], around: [before], isClosed: false };
}

function nameOf({ headers }: Entity): string {
	const disposition = structured(headerOf(headers, "content-disposition")).parameters.get("filename");
	return (disposition ?? structured(headerOf(headers, "content-type")).parameters.get("name") ?? "").trim();
}

/** The decoded bytes; text in a charset of its own as UTF-8, so that it is read like any text. */
function contentOf({ headers, body }: Entity): Bytes {
	const content = transferred(encodingOf(headers), body);
	const { value, parameters } = structured(headerOf(headers, "content-type") || "text/plain");
	const charset = parameters.get("charset")?.toLowerCase();
	const isOwn = value.startsWith("text/") && charset !== undefined && !/^(?:utf-?8|(?:us-)?ascii)$/u.test(charset);
	const text = isOwn ? decodedAs(charset, content) : null;
	return text === null ? content : new TextEncoder().encode(text);
}

function encodingOf(headers: Headers): string {
	return headerOf(headers, "content-transfer-encoding").trim().toLowerCase();
}

function transferred(encoding: string, body: string): Bytes {
	if (encoding === "base64") return fromBase64(body);
	return encoding === "quoted-printable" ? fromQuotedPrintable(body) : binary(body);
}
