// An office package written as one XML file ("Word XML Document"; ECMA-376's parts inside pkg:part): put back into a zip
// in memory and read like any other. Twin of backend/documents/flat_package.py.

import { zipSync } from "fflate";
import type { Bytes } from "../reading.ts";
import { type Archive, openArchive } from "../zip.ts";

const PART = /<pkg:part(?=[\s>])([^>]*)>([\s\S]*?)<\/pkg:part>/gu;
const NAME = /\spkg:name="\/([^"]*)"/u;
const CONTENT_TYPE = /\spkg:contentType="([^"]*)"/u;
const XML = /^\s*<pkg:xmlData(?:\s[^>]*)?>([\s\S]*)<\/pkg:xmlData>\s*$/u;
const BINARY = /^\s*<pkg:binaryData>([A-Za-z0-9+/=\s]*)<\/pkg:binaryData>\s*$/u;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;
// What may stand around the parts: anything else would go unread
const AROUND = /^\ufeff?\s*(?:<\?[^>]*\?>\s*)*<pkg:package(?:\s[^>]*)?>\s*<\/pkg:package>\s*$/u;
const TYPES =
	'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">';

/** Null when something in the file is no part, or a part neither XML nor bytes. */
export function unflattened(written: string): Archive | null {
	if (!AROUND.test(written.replace(PART, ""))) return null;
	const members = new Map<string, Bytes>();
	const overrides: string[] = [];
	for (const [, attributes, content] of written.matchAll(PART)) {
		const name = NAME.exec(attributes ?? "")?.[1];
		const contentType = CONTENT_TYPE.exec(attributes ?? "")?.[1];
		const inner = bytesOf(content ?? "");
		if (name === undefined || contentType === undefined || inner === null || members.has(name)) return null;
		members.set(name, inner);
		overrides.push(`<Override PartName="/${name}" ContentType="${contentType}"/>`);
	}
	const types = new TextEncoder().encode(`${TYPES}${overrides.join("")}</Types>`);
	return openArchive(zipSync(Object.fromEntries([["[Content_Types].xml", types], ...members]), { level: 0 }));
}

function bytesOf(content: string): Bytes | null {
	const xml = XML.exec(content)?.[1];
	if (xml !== undefined) return new TextEncoder().encode(xml);
	const written = BINARY.exec(content)?.[1]?.replace(/\s+/gu, "");
	if (written === undefined || !BASE64.test(written)) return null;
	return Uint8Array.from(atob(written), (character) => character.charCodeAt(0));
}
