// The XML parts of one office package, each read once: its lines, and what could not be read. Twin of
// backend/documents/office_parts.py.

import type { LegacyCharset, Page, UnreadableReason } from "../../core/index.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { pieces } from "../spacing.ts";
import { Unreadable } from "../unreadable.ts";
import { LETTERS } from "../word/story.ts";
import { readXmlByRoot, type XmlHandler } from "../xml.ts";
import type { Members } from "./package.ts";

// Namespaces whose words we know how to find; of others the words are read, but what they look like nobody knows
const KNOWN_NAMESPACES = [
	"openxmlformats.org/",
	"purl.oclc.org/ooxml/",
	"schemas.microsoft.com/",
	"schemas-microsoft-com:",
	"www.w3.org/2000/09/xmldsig#",
	"urn:oasis:names:tc:opendocument:",
	"openoffice.org/",
	"www.w3.org/1998/Math/MathML",
	"www.w3.org/1999/02/22-rdf-syntax-ns#",
];
const PLAIN_FOLDERS = ["docprops/", "customxml/"];
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

/** A handler whose result is lines, page by page; `charset` is the old one that some were written in. */
export interface LineHandler extends XmlHandler {
	readonly pages: readonly (readonly string[])[];
	readonly charset: LegacyCharset | null;
}

/** What tells a part's kind: its root element, its own name and its bytes. */
export interface Root {
	readonly namespace: string;
	readonly name: string;
	readonly part: string;
	readonly bytes: Bytes;
}

/** The handler for a part; null for one that holds no words. */
export type Choice = (root: Root) => LineHandler | null;

/** For properties and bound data: the text of each element is a line. */
class PropertyText implements LineHandler {
	readonly pages: string[][] = [[]];
	readonly charset = null;
	#name = "";
	#written = "";

	open(name: string): void {
		this.#end();
		this.#name = name;
	}

	close(): void {
		this.#end();
	}

	text(data: string): void {
		this.#written += data;
	}

	#end(): void {
		const lines = UNSEEN_PROPERTIES.has(this.#name) ? [] : pieces(this.#written);
		this.pages[0]?.push(...lines.filter((line) => LETTERS.test(line)));
		this.#written = "";
	}
}

export class Parts {
	/** The first old charset that some part was written in. */
	charset: LegacyCharset | null = null;
	readonly #left: Map<string, Bytes>;
	readonly #path: string;
	readonly #mediaType: string;
	readonly #reading: Reading;

	constructor(xml: Members, path: string, mediaType: string, reading: Reading) {
		this.#left = new Map(xml);
		this.#path = path;
		this.#mediaType = mediaType;
		this.#reading = reading;
	}

	read(wanted: string, handler: XmlHandler): void {
		this.#read(wanted, () => handler);
	}

	lines(wanted: string, choose: Choice): string[] {
		return this.pages(wanted, choose).flat();
	}

	/** The lines of a part, page by page. */
	pages(wanted: string, choose: Choice): readonly (readonly string[])[] {
		const handlers: LineHandler[] = [];
		this.#read(wanted, (root) => {
			const handler = choose(root);
			if (handler !== null) handlers.push(handler);
			return handler;
		});
		this.charset ??= handlers.find(({ charset }) => charset !== null)?.charset ?? null;
		return handlers.flatMap(({ pages }) => pages);
	}

	/** Every part not read yet, by name: a page numbered like the sheet or slide it hangs on, else 1. */
	rest(owners: ReadonlyMap<string, number>, choose: Choice): Page[] {
		const pages: Page[] = [];
		for (const name of [...this.#left.keys()].sort(byCodePoints)) {
			const lines = this.lines(name, isPlain(name) ? () => new PropertyText() : choose);
			if (lines.length > 0) pages.push({ number: owners.get(name.toLowerCase()) ?? 1, lines });
		}
		return pages;
	}

	giveUp(name: string, reason: UnreadableReason): void {
		this.#reading.giveUp(innerPath(this.#path, name), this.#mediaType, reason);
	}

	/** Send the events of the part of this name, in any case; none where there is none or it was read before. */
	#read(wanted: string, choose: (root: Root) => XmlHandler | null): void {
		const name = [...this.#left.keys()].find((name) => name.toLowerCase() === wanted.toLowerCase());
		const bytes = name === undefined ? undefined : this.#left.get(name);
		if (name === undefined || bytes === undefined) return;
		this.#left.delete(name);
		let rootNamespace = "";
		try {
			readXmlByRoot(bytes, (namespace, root) => {
				rootNamespace = namespace;
				return choose({ namespace, name: root, part: name, bytes });
			});
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			this.giveUp(name, error.reason);
			return;
		}
		const isKnown = KNOWN_NAMESPACES.some((known) => rootNamespace.includes(known));
		if (rootNamespace !== "" && !isPlain(name) && !isKnown) this.giveUp(name, "unsupported");
	}
}

function isPlain(name: string): boolean {
	return PLAIN_FOLDERS.some((folder) => name.toLowerCase().startsWith(folder)) && !name.endsWith(".rels");
}

function byCodePoints(a: string, b: string): number {
	const [left, right] = [Array.from(a, codePoint), Array.from(b, codePoint)];
	const differs = left.findIndex((code, index) => code !== right[index]);
	return differs === -1 ? left.length - right.length : (left[differs] ?? 0) - (right[differs] ?? -1);
}

function codePoint(character: string): number {
	return character.codePointAt(0) ?? 0;
}
