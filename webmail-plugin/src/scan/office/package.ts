// Office packages (ECMA-376 part 2): members by name, what kind each is, and how they name each other. Members are taken
// from the archive, not from relationships: a part that nothing names is still in the file. Relationships say only where
// a part belongs, which members no reader sees, and what lies outside the file. Twin of backend/documents/package.py.

import { isFont, isObfuscatedFont } from "../embedded_fonts.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import * as sniff from "../sniff.ts";
import { Unreadable } from "../unreadable.ts";
import { type Attributes, readXml, type XmlHandler } from "../xml.ts";
import { type Archive, isFolder, memberOrGiveUp } from "../zip.ts";

export const CONTENT_TYPES = "[Content_Types].xml";
const XML_MEMBERS = [".xml", ".rels", ".vml"];
// The state of printers and of add-ins, signatures over macros: nobody reads them as text. A thumbnail shows the first
// page, whose text is read anyway, too small to read; above this size it is a picture like any other.
const UNSEEN_KINDS = new Set(["thumbnail", "printerSettings", "customProperty", "vbaProjectSignature"]);
export const UNSEEN_LIMIT_BYTES = 256 * 1024;
const OBFUSCATED_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont";
const PLAIN_FONTS = new Set(["application/x-fontdata", "application/x-font-ttf"]);
const REMOTE_KINDS = new Set(["image", "oleObject", "subDocument", "aFChunk", "frame", "video", "audio", "media"]);

export type Members = ReadonlyMap<string, Bytes>;

/** One relationship: `kind` is the last step of its type; `target` a member's name unless it lies elsewhere. */
export interface Link {
	readonly source: string;
	readonly id: string;
	readonly kind: string;
	readonly target: string;
	readonly elsewhere: boolean;
}

/** Over [Content_Types].xml. */
class ContentTypes implements XmlHandler {
	readonly overrides = new Map<string, string>();
	readonly defaults = new Map<string, string>();

	open(name: string, attributes: Attributes): void {
		const contentType = attributes.get("ContentType") ?? "";
		const part = (attributes.get("PartName") ?? "").replace(/^\/+/u, "").toLowerCase();
		if (name === "Override") this.overrides.set(part, contentType);
		else if (name === "Default") this.defaults.set((attributes.get("Extension") ?? "").toLowerCase(), contentType);
	}

	close(): void {}
	text(): void {}

	of(part: string): string {
		const lower = part.toLowerCase();
		return this.overrides.get(lower) || (this.defaults.get(lower.slice(lower.lastIndexOf(".") + 1)) ?? "");
	}
}

/** Over one .rels part. */
class Links implements XmlHandler {
	readonly found: Link[] = [];
	readonly #source: string;

	constructor(source: string) {
		this.#source = source;
	}

	open(name: string, attributes: Attributes): void {
		if (name !== "Relationship") return;
		const target = attributes.get("Target") ?? "";
		const elsewhere = attributes.get("TargetMode") === "External";
		this.found.push({
			source: this.#source,
			id: attributes.get("Id") ?? "",
			kind: baseName(attributes.get("Type") ?? ""),
			target: elsewhere ? target : resolved(folderOf(this.#source), target).toLowerCase(),
			elsewhere,
		});
	}

	close(): void {}
	text(): void {}
}

/** A part that embeds fonts: their keys by the relationship's id. */
class FontKeys implements XmlHandler {
	readonly found = new Map<string, string>();

	open(_name: string, attributes: Attributes): void {
		const key = attributes.get("fontKey");
		if (key !== undefined) this.found.set(attributes.get("id") ?? "", key);
	}

	close(): void {}
	text(): void {}
}

/** `xml` are the members read as XML, `others` go deeper. Sources and targets of links are in lower case, for names of
 *  parts are equal in any case. */
export class Package {
	readonly xml: Members;
	readonly others: Members;
	readonly links: readonly Link[];
	readonly #types: ContentTypes;

	constructor(members: Members, types: ContentTypes) {
		const isXml = (name: string) =>
			XML_MEMBERS.some((suffix) => name.toLowerCase().endsWith(suffix)) || /[+/]xml$/u.test(types.of(name));
		this.xml = new Map([...members].filter(([name]) => isXml(name)));
		this.others = new Map([...members].filter(([name]) => !isXml(name)));
		this.links = [...this.xml].flatMap(([name, bytes]) => linksOf(name, bytes));
		this.#types = types;
	}

	/** The part the package is about: the one its own relationships name, else the one its type gives away. */
	get mainPart(): string {
		const named = this.links.filter(({ source, kind }) => source === "" && kind === "officeDocument");
		const typed = [...this.#types.overrides].filter(([, kind]) => /main\+xml$|\.main$/u.test(kind));
		const candidates = [...named.map(({ target }) => target), ...typed.map(([part]) => part)];
		const wanted = candidates.find((part) => this.#types.of(part) !== "") ?? "";
		return [...this.xml.keys(), ...this.others.keys()].find((name) => name.toLowerCase() === wanted) ?? wanted;
	}

	get mainType(): string {
		return this.#types.of(this.mainPart);
	}

	get hasRemoteContent(): boolean {
		return this.links.some(({ elsewhere, kind }) => elsewhere && REMOTE_KINDS.has(kind));
	}

	/** The bytes of an XML part, its name in any case; none where there is none. */
	part(name: string): Bytes {
		return [...this.xml].find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] ?? new Uint8Array();
	}

	linked(source: string): Link[] {
		return this.links.filter((link) => link.source === source.toLowerCase() && !link.elsewhere);
	}

	/** The number of the sheet or slide each part hangs on, by its name in lower case: the first that reaches it. */
	owners(firsts: ReadonlyMap<string, number>): Map<string, number> {
		const targets = new Map<string, string[]>();
		for (const { source, target, elsewhere } of this.links) {
			if (!elsewhere) targets.set(source, [...(targets.get(source) ?? []), target]);
		}
		const found = new Map([...firsts].map(([part, number]) => [part.toLowerCase(), number]));
		const waiting = [...found.keys()];
		for (const part of waiting) {
			for (const target of targets.get(part) ?? []) {
				if (found.has(target)) continue;
				found.set(target, found.get(part) ?? 1);
				waiting.push(target);
			}
		}
		return found;
	}

	/** Whether no reader ever sees this member: everything that names it says so, and it is no picture. */
	unseen(name: string, bytes: Bytes): boolean {
		const naming = this.links.filter(({ elsewhere, target }) => !elsewhere && target === name.toLowerCase());
		const kinds = new Set(naming.map(({ kind }) => kind));
		const only = kinds.size === 1 ? [...kinds][0] : null;
		if (only === "font") return this.#isFont(naming, name, bytes);
		if (kinds.size === 0 || ![...kinds].every((kind) => UNSEEN_KINDS.has(kind))) return false;
		const known = sniff.otherType(bytes) !== null || sniff.startsAsZip(bytes) || sniff.pdfHeaderAt(bytes) >= 0;
		return bytes.length <= UNSEEN_LIMIT_BYTES && (only === "thumbnail" || !known);
	}

	/** By what names it, by its type and by its bytes. */
	#isFont(naming: readonly Link[], name: string, bytes: Bytes): boolean {
		const type = this.#types.of(name);
		if (type === OBFUSCATED_FONT) return naming.some((link) => isObfuscatedFont(bytes, this.#fontKey(link)));
		return PLAIN_FONTS.has(type) && isFont(bytes);
	}

	/** What the part that embeds a font says to turn it back with (ECMA-376 part 1, 17.8.3.3), "" where nothing. */
	#fontKey({ source, id }: Link): string {
		const keys = new FontKeys();
		try {
			readXml(this.part(source), keys);
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			return ""; // it is read again as a part, and said there
		}
		return keys.found.get(id) ?? "";
	}
}

export function isPackage(archive: Archive): boolean {
	return archive.members.some((member) => member.name.toLowerCase() === CONTENT_TYPES.toLowerCase());
}

/** @throws Unreadable corrupt, when the content types cannot be read. */
export async function openPackage(
	archive: Archive,
	path: string,
	mediaType: string,
	reading: Reading,
): Promise<Package> {
	const members = await contents(archive, path, mediaType, reading);
	const types = new ContentTypes();
	const written = [...members].find(([name]) => name.toLowerCase() === CONTENT_TYPES.toLowerCase());
	readXml(written?.[1] ?? new Uint8Array(), types);
	return new Package(members, types);
}

/** Members by name; of two with one name, both: another program may open the other. */
export async function contents(
	archive: Archive,
	path: string,
	mediaType: string,
	reading: Reading,
): Promise<Map<string, Bytes>> {
	const found = new Map<string, Bytes>();
	for (const member of archive.members) {
		reading.budget.takeMember();
		let name = member.name.replaceAll("\\", "/").replace(/^\/+/u, "");
		while (found.has(name)) name = `'${name}`;
		const content = await memberOrGiveUp(archive, member, { inside: innerPath(path, name), mediaType }, reading);
		if (content !== null && !isFolder(name, content)) found.set(name, content);
	}
	return found;
}

function linksOf(name: string, bytes: Bytes): readonly Link[] {
	const base = baseName(name.toLowerCase());
	if (!base.endsWith(".rels")) return [];
	const folder = folderOf(name.toLowerCase()).replace(/_rels$/u, "");
	const source = (folder === "" || folder.endsWith("/") ? folder : `${folder}/`) + base.slice(0, -".rels".length);
	const links = new Links(source);
	try {
		readXml(bytes, links);
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		return []; // it is read again as a part, and said there
	}
	return links.found;
}

export function baseName(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

function folderOf(path: string): string {
	return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** A path inside the package, from a folder of it. */
function resolved(folder: string, target: string): string {
	const steps: string[] = [];
	for (const step of (target.startsWith("/") ? target : `${folder}/${target}`).split("/")) {
		if (step === "..") steps.pop();
		else if (step !== "" && step !== ".") steps.push(step);
	}
	return steps.join("/");
}
