// A letter saved as a file: its headers as lines, every leaf part read like a file of its own. Twin of
// backend/documents/mail_file.py. A forwarded letter comes as such a file. Where two mail programs could take the letter
// apart in two ways (no boundary, a field given twice, an encoding nobody knows), it is read as far as it goes and never
// called clean.

import type { UnreadableReason } from "../../core/index.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { MAIL } from "../sniff.ts";
import { isBlank, pieces } from "../spacing.ts";
import { type Entity, readEntity, transferEncoding } from "./entity.ts";
import { decodedAs, decodedValue, headerOf, headersOf, structured } from "./headers.ts";
import { bytesOf, fromBase64, fromQuotedPrintable, type Transferred } from "./transfer.ts";

// A text is taken for a letter when its first lines are headers, two of them of these.
const KNOWN_HEADER =
	/^(?:return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|x-[a-z-]+|content-transfer-encoding|dkim-signature|reply-to|sender|arc-[a-z-]+|authentication-results):/iu;
const ENTITY = /^(?:mime-version|content-type):/iu; // what a signature encloses may have no other
const HEADER_LINE = /^(?:[!-9;-~]+:|[ \t])/u;
const HEAD_LINES = 40;
const SEEN_HEADERS = ["subject", "keywords", "comments"];
/** Stands for bytes of a header that are in no charset it names: what they say was not read. */
const LOST = "\ufffd";
const DECISIVE_FIELDS = ["content-type", "content-transfer-encoding"];
const TRANSFER_ENCODINGS = new Set(["", "7bit", "8bit", "binary", "base64", "quoted-printable"]);
const CONTENT_ELSEWHERE = new Set(["message/external-body", "message/partial"]);
const UUENCODED = /^begin(?:-base64)? [0-7]{3,4} \S/mu;
const CHUNK = 0x8000; // arguments of one call

export function isMail(text: string): boolean {
	let known = ENTITY.test(text) ? 1 : 0;
	for (const line of text.split("\n", HEAD_LINES)) {
		if (!HEADER_LINE.test(line)) break;
		if (KNOWN_HEADER.test(line)) known += 1;
	}
	return known >= 2;
}

/** @throws RangeError when parts are nested too deep. */
export async function readLetter(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<void> {
	const parts = walk(readEntity(binaryOf(bytes)));
	const lines = parts.flatMap(linesOfHeaders);
	const doubts = new Set(parts.flatMap(doubtsOf));
	reading.add(path, MAIL, lines.length === 0 ? [] : [{ number: 1, lines }]);
	for (const [index, leaf] of parts.filter((part) => part.isLeaf).entries()) {
		reading.budget.takeMember();
		await reading.goDeeper(utf8Of(leaf), innerPath(path, nameOf(leaf) || `part ${index + 1}`), depth + 1);
	}
	for (const around of parts.flatMap((part) => part.around)) {
		if (!isBlank(around)) await reading.goDeeper(bytesOf(around), innerPath(path, "around"), depth + 1);
	}
	for (const reason of [...doubts].sort()) reading.giveUp(path, MAIL, reason);
}

function binaryOf(bytes: Uint8Array): string {
	const chunks: string[] = [];
	for (let at = 0; at < bytes.length; at += CHUNK) {
		chunks.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
	}
	return chunks.join("");
}

function walk(part: Entity): Entity[] {
	return [part, ...part.children.flatMap(walk)];
}

function linesOfHeaders({ headers }: Entity): string[] {
	return SEEN_HEADERS.flatMap((name) => headersOf(headers, name)).flatMap((value) => pieces(decodedValue(value)));
}

/** Why another program may see more in this part. */
function doubtsOf(part: Entity): UnreadableReason[] {
	const { content, isDefect } = transferred(part);
	const isTwice = DECISIVE_FIELDS.some((name) => headersOf(part.headers, name).length > 1);
	const isKnown = TRANSFER_ENCODINGS.has(transferEncoding(part.headers));
	const isUuencoded = part.type.startsWith("text/") && UUENCODED.test(binaryOf(content));
	const isLost = linesOfHeaders(part).some((line) => line.includes(LOST));
	const doubts: UnreadableReason[] = part.isDefect || isDefect || isTwice || isLost ? ["corrupt"] : [];
	return !isKnown || isUuencoded || CONTENT_ELSEWHERE.has(part.type) ? [...doubts, "unsupported"] : doubts;
}

function nameOf({ headers, parameters }: Entity): string {
	const disposition = structured(headerOf(headers, "content-disposition") ?? "").parameters.get("filename");
	return (disposition ?? parameters.get("name") ?? "").trim();
}

/** The decoded bytes; text in a charset of its own as UTF-8, so that it is read like any text. */
function utf8Of(leaf: Entity): Bytes {
	const { content } = transferred(leaf);
	const charset = leaf.parameters.get("charset")?.toLowerCase();
	const isOwn = leaf.type.startsWith("text/") && charset !== undefined && !/^(?:utf-?8|(?:us-)?ascii)$/u.test(charset);
	const text = isOwn ? decodedAs(charset, content) : null;
	return text === null ? content : new TextEncoder().encode(text);
}

function transferred({ headers, body, isLeaf }: Entity): Transferred {
	const encoding = isLeaf ? transferEncoding(headers) : "";
	if (encoding === "base64") return fromBase64(body);
	const content = encoding === "quoted-printable" ? fromQuotedPrintable(body) : bytesOf(body);
	return { content, isDefect: false };
}
