// Files as rules/conformance/extract describes them (twin of tests/unit/documents/file_builder.py).

import { gzipSync, inflateSync, zipSync } from "fflate";
import { buildCompound, type Content } from "./build_compound.ts";

export type DescribedFile =
	| { readonly text: string }
	| { readonly base64: string }
	/** The bytes deflated, in base64. */
	| { readonly deflated: string }
	| { readonly zip: Readonly<Record<string, DescribedFile>> }
	| { readonly tar: Readonly<Record<string, DescribedFile>> }
	| { readonly gzip: DescribedFile }
	| { readonly compound: DescribedFolder }
	| { readonly join: readonly DescribedFile[] }
	| { readonly docx: DescribedDocx };

/** Storages are described by {"storage": {…}}, streams as files are. */
interface DescribedFolder {
	readonly [name: string]: DescribedFile | { readonly storage: DescribedFolder };
}

type DescribedDocx = Readonly<Record<string, string>> & { readonly members?: Readonly<Record<string, DescribedFile>> };

const NAMESPACES =
	'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ' +
	'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ' +
	'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ' +
	'xmlns:v="urn:schemas-microsoft-com:vml"';
const ROOTS: Readonly<Record<string, string>> = { header: "hdr", footer: "ftr" };
const MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const CONTENT_TYPES =
	'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
	`<Override PartName="/word/document.xml" ContentType="${MAIN}"/></Types>`;
const encoder = new TextEncoder();

export function buildFile(file: DescribedFile): Uint8Array<ArrayBuffer> {
	if ("text" in file) return encoder.encode(file.text);
	if ("base64" in file) return new Uint8Array(Buffer.from(file.base64, "base64"));
	if ("deflated" in file) return new Uint8Array(inflateSync(Buffer.from(file.deflated, "base64")));
	if ("zip" in file) return zipOf(Object.entries(file.zip).map(([name, member]) => [name, buildFile(member)]));
	if ("tar" in file) return tarOf(Object.entries(file.tar).map(([name, member]) => [name, buildFile(member)]));
	if ("gzip" in file) return gzipSync(buildFile(file.gzip), { mtime: 0 });
	if ("compound" in file) return buildCompound(contentOf(file.compound));
	if ("join" in file) return new Uint8Array(Buffer.concat(file.join.map(buildFile)));
	return docxOf(file.docx);
}

function contentOf(folder: DescribedFolder): Content {
	const content = Object.entries(folder).map(([name, inner]) => {
		return [name, "storage" in inner ? contentOf(inner.storage) : buildFile(inner)] as const;
	});
	return Object.fromEntries(content);
}

function zipOf(members: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
	return zipSync(Object.fromEntries(members.map(([name, content]) => [name, [content, { level: 6 }] as const])));
}

/** ustar (POSIX.1-2017, pax, "ustar Interchange Format"), names of at most 100 bytes. */
function tarOf(members: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
	const blocks = members.flatMap(([name, content]) => {
		const padded = new Uint8Array(Math.ceil(content.length / 512) * 512);
		padded.set(content);
		return [tarHeader(name, content.length), padded];
	});
	return new Uint8Array(Buffer.concat([...blocks, new Uint8Array(1024)]));
}

function tarHeader(name: string, size: number): Uint8Array {
	const header = new Uint8Array(512);
	const put = (text: string, at: number) => header.set(encoder.encode(text), at);
	put(name, 0);
	put(size.toString(8).padStart(11, "0"), 124);
	put("        ", 148);
	put("0", 156);
	put("ustar\u000000", 257);
	const sum = header.reduce((all, byte) => all + byte, 0);
	put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
	return header;
}

function docxOf(parts: DescribedDocx): Uint8Array<ArrayBuffer> {
	const members: [string, Uint8Array][] = [["[Content_Types].xml", encoder.encode(CONTENT_TYPES)]];
	for (const [name, inner] of Object.entries(parts)) {
		if (typeof inner !== "string") continue;
		const root = name.replace(/[0-9]+$/u, "");
		const content = name === "document" ? `<w:body>${inner}</w:body>` : inner;
		members.push([`word/${name}.xml`, part(ROOTS[root] ?? name, content)]);
	}
	const asTheyStand = Object.entries(parts.members ?? {}).map(([name, file]) => [name, buildFile(file)] as const);
	return zipOf([...members, ...asTheyStand]);
}

function part(root: string, inner: string): Uint8Array {
	return encoder.encode(`<?xml version="1.0" encoding="UTF-8"?><w:${root} ${NAMESPACES}>${inner}</w:${root}>`);
}
