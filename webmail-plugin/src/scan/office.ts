// Word files (ECMA-376 packages): the text of every part, whatever is embedded, and what cannot be read. Members are
// taken from the archive, not from relationships: a part that nothing names is still in the file. Other office packages
// (xlsx, pptx) are not read yet. Twin of backend/documents/office.py.

import type { Page } from "../core/index.ts";
import { type Bytes, innerPath, numbered, type Reading } from "./reading.ts";
import { pieces } from "./spacing.ts";
import { Unreadable } from "./unreadable.ts";
import { LETTERS, WordStory } from "./word/story.ts";
import { readStyles } from "./word/styles.ts";
import { type Attributes, readXml, type XmlHandler } from "./xml.ts";
import { type Archive, isFolder, memberOrGiveUp } from "./zip.ts";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const OTHER_PACKAGE = "application/vnd.openxmlformats-package";
const KINDS: readonly (readonly [word: string, mediaType: string])[] = [
	["word", DOCX],
	["spreadsheetml", XLSX],
	["ms-excel", XLSX],
	["presentationml", PPTX],
	["powerpoint", PPTX],
];
export const CONTENT_TYPES = "[Content_Types].xml";
const XML_MEMBERS = [".xml", ".rels", ".vml"];
// Namespaces in which words stand in w:t or a:t; XML of any other kind would be read as empty
const OFFICE_NAMESPACES = [
	"openxmlformats.org/",
	"purl.oclc.org/ooxml/",
	"schemas.microsoft.com/",
	"schemas-microsoft-com:",
];
// Parts that hold no words, and what they would hold if they did: looked at only for being well formed
const WORDLESS =
	/^(?:<\?xml[^>]*\?>)?\s*<(?:w:styles|w:settings|w:webSettings|w:fonts|a:theme|Relationships|Types)[\s>]/u;
const WORDS = /<(?:[A-Za-z0-9_.-]+:)?(?:t|delText|instrText|delInstrText|v|textpath|sym|shape)[\s/>]/u;
// Embedded fonts are no content. A thumbnail shows the first page, whose text is read anyway, too small to read; above
// this size it is a picture like any other.
const THUMBNAIL_LIMIT_BYTES = 256 * 1024;
// What docProps/app.xml says of the program, not of the paper
const UNSEEN_PROPERTIES = new Set([
	"Template",
	"Application",
	"AppVersion",
	"DocSecurity",
	"ScaleCrop",
	"LinksUpToDate",
	"SharedDoc",
	"HyperlinksChanged",
	"created",
	"modified",
	"lastModifiedBy",
]);
const REMOTE_RELATIONSHIPS = ["/image", "/oleObject", "/subDocument", "/aFChunk", "/frame"];

type Members = ReadonlyMap<string, Bytes>;

/** Over .rels: what the members that no reader sees are called, and whether content lies elsewhere. */
class Relationships implements XmlHandler {
	readonly fonts = new Set<string>();
	readonly thumbnails = new Set<string>();
	remoteContent = false;

	open(name: string, attributes: Attributes): void {
		if (name !== "Relationship") return;
		const kind = attributes.get("Type") ?? "";
		const target = baseName(attributes.get("Target") ?? "");
		if (attributes.get("TargetMode") === "External") {
			this.remoteContent ||= REMOTE_RELATIONSHIPS.some((remote) => kind.endsWith(remote));
		} else if (kind.endsWith("/font")) this.fonts.add(target);
		else if (kind.endsWith("/thumbnail")) this.thumbnails.add(target);
	}

	close(): void {}
	text(): void {}

	/** A member that no reader sees. */
	hides(name: string, bytes: Bytes): boolean {
		const base = baseName(name);
		return this.fonts.has(base) || (this.thumbnails.has(base) && bytes.length <= THUMBNAIL_LIMIT_BYTES);
	}
}

/** Over properties and bound data: the text of each element is a line. */
class Plain implements XmlHandler {
	readonly lines: string[] = [];
	#name = "";

	open(name: string): void {
		this.#name = name;
	}

	close(): void {}

	text(data: string): void {
		if (!UNSEEN_PROPERTIES.has(this.#name)) this.lines.push(...pieces(data).filter((line) => LETTERS.test(line)));
	}
}

/** Over [Content_Types].xml: the main part and what kind of document it makes the package. */
class ContentTypes implements XmlHandler {
	mainPart = "";
	#mainType = "";

	open(name: string, attributes: Attributes): void {
		const contentType = attributes.get("ContentType") ?? "";
		if (name !== "Override" || !contentType.endsWith("main+xml")) return;
		this.mainPart = (attributes.get("PartName") ?? "").replace(/^\/+/u, "");
		this.#mainType = contentType;
	}

	close(): void {}
	text(): void {}

	get mediaType(): string {
		return KINDS.find(([word]) => this.#mainType.includes(word))?.[1] ?? OTHER_PACKAGE;
	}
}

/** Read the package and return its media type; packages other than Word's are unreadable for now. */
export async function readOffice(archive: Archive, path: string, depth: number, reading: Reading): Promise<string> {
	const members = await contents(archive, path, reading);
	const contentTypes = new ContentTypes();
	readXml(members.get(CONTENT_TYPES) ?? new Uint8Array(), contentTypes);
	if (contentTypes.mediaType !== DOCX) {
		reading.giveUp(path, contentTypes.mediaType, "unsupported");
		return contentTypes.mediaType;
	}
	const xml = new Map([...members].filter(([name]) => isXml(name)));
	const relationships = relationshipsOf(xml);
	reading.add(path, DOCX, pagesOf(xml, contentTypes.mainPart, path, reading));
	if (relationships.remoteContent) reading.giveUp(path, DOCX, "unsupported");
	for (const [name, bytes] of members) {
		if (xml.has(name) || relationships.hides(name, bytes)) continue;
		await reading.goDeeper(bytes, innerPath(path, name), depth + 1);
	}
	return DOCX;
}

function isXml(name: string): boolean {
	return XML_MEMBERS.some((suffix) => name.toLowerCase().endsWith(suffix));
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

/** Members by name; of two with one name, both: another program may open the other. */
async function contents(archive: Archive, path: string, reading: Reading): Promise<Map<string, Bytes>> {
	const found = new Map<string, Bytes>();
	for (const member of archive.members) {
		reading.budget.takeMember();
		let name = member.name.replaceAll("\\", "/").replace(/^\/+/u, "");
		while (found.has(name)) name += "'";
		const content = await memberOrGiveUp(archive, member, { inside: innerPath(path, name), mediaType: DOCX }, reading);
		if (content !== null && !isFolder(name, content)) found.set(name, content);
	}
	return found;
}

function relationshipsOf(xml: Members): Relationships {
	const found = new Relationships();
	for (const [name, bytes] of xml) {
		if (!name.endsWith(".rels")) continue;
		try {
			readXml(bytes, found);
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error; // `pagesOf` reads it again and says so
		}
	}
	return found;
}

/** The body's pages first; every other part is a page numbered 1. */
function pagesOf(xml: Members, body: string, path: string, reading: Reading): Page[] {
	const styles = readStyles(xml);
	const pages: Page[] = [];
	for (const [name, bytes] of bodyFirst(xml, body)) {
		const place = innerPath(path, name);
		try {
			if (name.startsWith("docProps/") || name.startsWith("customXml/")) pages.push(...plainPages(bytes));
			else pages.push(...storyPages(new WordStory(styles, { paged: name === body }), bytes, place, reading));
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			reading.giveUp(place, DOCX, error.reason);
		}
	}
	return pages;
}

function bodyFirst(xml: Members, body: string): [string, Bytes][] {
	const order = ([name]: [string, Bytes]) => (name === body ? "" : name);
	return [...xml].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function plainPages(bytes: Bytes): Page[] {
	const plain = new Plain();
	readXml(bytes, plain);
	return plain.lines.length === 0 ? [] : [{ number: 1, lines: plain.lines }];
}

function storyPages(story: WordStory, bytes: Bytes, place: string, reading: Reading): Page[] {
	if (isWordless(bytes)) {
		readXml(bytes, NOTHING);
		return [];
	}
	const namespace = readXml(bytes, story);
	if (namespace !== "" && !OFFICE_NAMESPACES.some((known) => namespace.includes(known))) {
		throw new Unreadable("unsupported");
	}
	if (story.legacyCharset) reading.giveUp(place, DOCX, "text-layer");
	return numbered(story.pages);
}

function isWordless(bytes: Bytes): boolean {
	const head = String.fromCharCode(...bytes.subarray(0, 1000));
	return WORDLESS.test(head) && !WORDS.test(new TextDecoder("latin1").decode(bytes));
}

const NOTHING: XmlHandler = { open() {}, close() {}, text() {} };
