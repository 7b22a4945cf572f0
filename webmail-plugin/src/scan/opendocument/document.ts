// OpenDocument files (ODF 1.3 part 2): packages and flat XML: texts, workbooks, presentations, drawings. Twin of
// backend/documents/opendocument.py.

import type { Page } from "../../core/index.ts";
import { isFont } from "../embedded_fonts.ts";
import { anyText } from "../office/any_text.ts";
import { contents, type Members, UNSEEN_LIMIT_BYTES } from "../office/package.ts";
import { type Choice, Parts, type Root } from "../office/parts.ts";
import { type Bytes, innerPath, numbered, type Reading } from "../reading.ts";
import { Unreadable } from "../unreadable.ts";
import { type Attributes, readXml, type XmlHandler } from "../xml.ts";
import type { Archive } from "../zip.ts";
import { CONTENT, ENCRYPTED_PACKAGE, MANIFEST, MIMETYPE, STYLES } from "./archive.ts";
import { OpenDocumentStory } from "./story.ts";
import { OpenDocumentStyles } from "./styles.ts";

const UNKNOWN = "application/vnd.oasis.opendocument";
const MEDIA_TYPE = /^application\/vnd\.(?:oasis\.opendocument|sun\.xml)\.[a-z.-]+$/u;
const STORIES = new Set(["document-content", "document-styles", "document-meta", "document"]);
const WORDLESS_ROOTS = new Set(["document-settings", "manifest"]);
// Where lines broke when the file was last saved, and the small picture of its first page
const UNSEEN = /^(?:layout-cache|Thumbnails\/.*|Configurations2\/.*)$/u;
const FONT_FOLDER = "Fonts/";
const FONT_TYPE = /font|opentype/u;

interface Place {
	readonly path: string;
	readonly depth: number;
	readonly mediaType: string;
}

/** The manifest: the members that are encrypted, and those that are said to be fonts. */
class Manifest implements XmlHandler {
	readonly encrypted = new Set<string>([ENCRYPTED_PACKAGE]);
	readonly fonts = new Set<string>();
	#entry = "";

	open(name: string, attributes: Attributes): void {
		if (name === "encryption-data") this.encrypted.add(this.#entry);
		if (name !== "file-entry") return;
		this.#entry = attributes.get("full-path") ?? "";
		if (FONT_TYPE.test(attributes.get("media-type") ?? "")) this.fonts.add(this.#entry);
	}

	close(): void {}
	text(): void {}
}

/** Read the package and return its media type. */
export async function readOpenDocument(
	archive: Archive,
	path: string,
	depth: number,
	reading: Reading,
): Promise<string> {
	const members = await contents(archive, path, UNKNOWN, reading);
	const written = new TextDecoder("latin1").decode(members.get(MIMETYPE)?.subarray(0, 100)).trim();
	const mediaType = MEDIA_TYPE.test(written) ? written : UNKNOWN;
	if (mediaType !== UNKNOWN) members.delete(MIMETYPE);
	const manifest = manifestOf(members);
	for (const name of [...manifest.encrypted].sort()) {
		if (members.delete(name)) reading.giveUp(innerPath(path, name), mediaType, "encrypted");
	}
	const xml = new Map([...members].filter(([name]) => /\.(?:xml|rdf)$/u.test(name.toLowerCase())));
	const stories: OpenDocumentStory[] = [];
	const parts = new Parts(xml, path, mediaType, reading);
	const pages = pagesOf(parts, stories);
	reading.add(path, mediaType, pages, parts.charset);
	await readOn(stories, { path, depth, mediaType }, reading);
	for (const [name, bytes] of members) {
		const isHidden = UNSEEN.test(name) && bytes.length <= UNSEEN_LIMIT_BYTES;
		const isOwnFont = name.startsWith(FONT_FOLDER) && manifest.fonts.has(name) && isFont(bytes);
		if (!xml.has(name) && !isHidden && !isOwnFont) await reading.goDeeper(bytes, innerPath(path, name), depth + 1);
	}
	return mediaType;
}

/** Read a document that is one XML file (.fodt, .fods, .fodp).
 *  @throws Unreadable corrupt, when it is not well formed. */
export async function readFlatOpenDocument(
	bytes: Bytes,
	path: string,
	depth: number,
	reading: Reading,
): Promise<string> {
	const story = new OpenDocumentStory(new OpenDocumentStyles(), { isFlat: true });
	readXml(bytes, story);
	const written = story.mediaType ?? "";
	const mediaType = MEDIA_TYPE.test(written) ? written : UNKNOWN;
	reading.add(path, mediaType, numbered(story.pages), story.charset);
	await readOn([story], { path, depth, mediaType }, reading);
	return mediaType;
}

/** The pages of the content first; styles (headers and footers) and every other part are pages numbered 1. */
function pagesOf(parts: Parts, stories: OpenDocumentStory[]): Page[] {
	const common = new OpenDocumentStyles();
	const storyOver = (styles: OpenDocumentStyles) => {
		const story = new OpenDocumentStory(styles);
		stories.push(story);
		return story;
	};
	const story: Choice = (root) => {
		if (STORIES.has(root.name)) return storyOver(new OpenDocumentStyles(common));
		return WORDLESS_ROOTS.has(root.name) ? null : anyText(root);
	};
	const ofStyles = (root: Root) => (STORIES.has(root.name) ? storyOver(common) : story(root));
	const around = parts.lines(STYLES, ofStyles);
	const body = numbered(parts.pages(CONTENT, story));
	const aroundPages = around.length === 0 ? [] : [{ number: 1, lines: around }];
	return [...body, ...aroundPages, ...parts.rest(new Map(), story)];
}

/** Pictures and fonts that stand in the XML, and whatever lies outside the file. */
async function readOn(stories: readonly OpenDocumentStory[], place: Place, reading: Reading): Promise<void> {
	if (stories.some((story) => story.hasRemoteContent)) reading.giveUp(place.path, place.mediaType, "unsupported");
	for (const [index, picture] of stories.flatMap(({ pictures }) => pictures).entries()) {
		await readBytes(picture, `(picture ${index + 1})`, { mayBeFont: false }, place, reading);
	}
	for (const [index, font] of stories.flatMap(({ fonts }) => fonts).entries()) {
		await readBytes(font, `(font ${index + 1})`, { mayBeFont: true }, place, reading);
	}
}

async function readBytes(
	written: string,
	name: string,
	{ mayBeFont }: { readonly mayBeFont: boolean },
	place: Place,
	reading: Reading,
): Promise<void> {
	const inside = innerPath(place.path, name);
	const bytes = fromBase64(written);
	if (bytes === null) reading.giveUp(inside, place.mediaType, "corrupt");
	else if (!mayBeFont || !isFont(bytes)) await reading.goDeeper(bytes, inside, place.depth + 1);
}

function fromBase64(written: string): Bytes | null {
	const digits = written.replace(/[ \t\r\n]+/gu, "");
	if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u.test(digits)) return null;
	return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}

function manifestOf(members: Members): Manifest {
	const manifest = new Manifest();
	try {
		readXml(members.get(MANIFEST) ?? new Uint8Array(), manifest);
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		return new Manifest(); // it is read again as a part, and said there
	}
	return manifest;
}
