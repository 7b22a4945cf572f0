// One XML part of an OpenDocument file as lines on pages (ODF 1.3 part 3). Twin of
// backend/documents/opendocument_story.py.
//
// A line is a paragraph, broken as the eye breaks it; so are texts of notes, comments, frames and shapes, names of sheets
// and whatever else an element or an attribute says. Each sheet and each slide is a page; in a text, pages come from
// breaks that styles ask for and from those noted when it was last saved. Besides what is shown now: the paragraph as it
// was before tracked changes, and hidden text.

import type { LegacyCharset } from "../../core/index.ts";
import type { LineHandler } from "../office/parts.ts";
import { RunText } from "../office/run_text.ts";
import { BEYOND_ASCII } from "../office/xml_text.ts";
import { pieces, piecesOfAll } from "../spacing.ts";
import { LETTERS } from "../word/story.ts";
import { type Look, over, PLAIN } from "../word/styles.ts";
import type { Attributes } from "../xml.ts";
import type { OpenDocumentStyles } from "./styles.ts";

// Elements inside a paragraph whose texts stand apart from it
const ISLANDS = new Set(
	(
		"annotation note frame text-box custom-shape rect ellipse line connector g object image ruby-text " +
		"tracked-changes table control"
	).split(" "),
);
const PAGES = new Set(["spreadsheet table", "presentation page", "drawing page"]);
const PICTURES = new Set(
	"image fill-image background-image object object-ole section-source plugin floating-frame applet".split(" "),
);
const ELSEWHERE = /^(?:[A-Za-z][A-Za-z0-9+.-]*:|\/|\.\.\/)/u;
// What an element says of the program or of the paper's look
const UNSEEN = new Set(
	(
		"generator creation-date print-date date editing-cycles editing-duration label font-face style config-item " +
		"printer-setup change-info"
	).split(" "),
);
const UNSEEN_ATTRIBUTES = new Set(
	"name condition formula expression href font-family font-name display-name".split(" "),
);
const STYLE_ATTRIBUTE = /(?:style|page|class)-names?$|^font-/u;
const WHITE_SPACE = /[ \t\r\n]+/gu;
const MOST_SPACES = 1000;

interface Paragraph {
	readonly depth: number;
	readonly look: Look;
	readonly isIsland: boolean;
	readonly looks: Look[]; // of the open spans
	shown: string;
	beforeChanges: string;
	aside: string;
	turnsPage: boolean;
}

/** Its result are `pages`, `mediaType` (of flat files), `charset`, `hasRemoteContent`, `pictures` and `fonts` (base64). */
export class OpenDocumentStory implements LineHandler {
	readonly pages: string[][] = [[]];
	readonly pictures: string[] = [];
	readonly fonts: string[] = [];
	#bytes = this.pictures; // where the bytes that are read now belong
	mediaType: string | null = null;
	hasRemoteContent = false;
	readonly #styles: OpenDocumentStyles;
	readonly #isFlat: boolean;
	readonly #runText = new RunText();
	readonly #names: string[] = ["", ""];
	readonly #paragraphs: Paragraph[] = [];
	readonly #insertions = new Set<string>();
	readonly #deletions = new Map<string, string[]>();
	#counted = 0; // sheets or slides
	#sheet = "";
	#turn = false;
	#region = "";
	#inserted = 0;

	constructor(styles: OpenDocumentStyles, { isFlat = false } = {}) {
		this.#styles = styles;
		this.#isFlat = isFlat;
	}

	get charset(): LegacyCharset | null {
		return this.#runText.charset;
	}

	open(name: string, attributes: Attributes): void {
		const parent = this.#names.at(-1) ?? "";
		this.#names.push(name);
		if (name === "p" || name === "h") this.#openParagraph(attributes.get("style-name") ?? null);
		else if (ISLANDS.has(name) && this.#paragraphs.length > 0) this.#push(PLAIN, true);
		else if (PAGES.has(`${parent} ${name}`)) this.#openPage(attributes);
		else if (name === "document") this.mediaType = attributes.get("mimetype") ?? null;
		else if (this.#paragraphs.length > 0) this.#openInParagraph(name, attributes);
		if (name === "binary-data") {
			this.#bytes = parent === "font-face-uri" ? this.fonts : this.pictures;
			this.#bytes.push("");
		}
		this.#styles.open(name, attributes);
		this.#openChange(name, attributes);
		if (attributes.size > 0) this.#readAttributes(name, attributes);
	}

	close(name: string): void {
		const paragraph = this.#paragraphs.at(-1);
		if (paragraph?.depth === this.#names.length) {
			this.#paragraphs.pop();
			this.#endParagraph(paragraph);
		}
		if (name === "span") this.#paragraphs.at(-1)?.looks.pop();
		else if (name === "tracked-changes") this.#region = "";
		else if (name === "document-content" || name === "document") {
			this.#emit(piecesOfAll([...this.#deletions.values()].flat()));
		}
		this.#styles.close(name);
		this.#names.pop();
		if (name === "table" && this.#names.at(-1) === "spreadsheet") this.#emit(pieces(this.#sheet));
	}

	text(data: string): void {
		const name = this.#names.at(-1) ?? "";
		const paragraph = this.#paragraphs.at(-1);
		if (name === "binary-data") this.#bytes[this.#bytes.length - 1] += data;
		else if (UNSEEN.has(name) && paragraph?.isIsland !== false) return;
		else if (paragraph?.isIsland) this.#emit(pieces(data));
		// white space is folded where it stands (6.1.2); line breaks and wide gaps have elements of their own
		else if (paragraph !== undefined) this.#add(data.replace(WHITE_SPACE, " "));
		else if (LETTERS.test(data)) this.#emit(pieces(data));
	}

	// elements

	#openParagraph(style: string | null): void {
		if (this.#paragraphs.length === 0) this.#turn ||= this.#styles.turnsPage(style) && this.#counted === 0;
		this.#push(this.#styles.look("paragraph", style), false);
	}

	#push(look: Look, isIsland: boolean): void {
		const depth = this.#names.length;
		const empty = { shown: "", beforeChanges: "", aside: "", turnsPage: false };
		this.#paragraphs.push({ depth, look, isIsland, looks: [], ...empty });
	}

	#openPage(attributes: Attributes): void {
		this.#counted += 1;
		if (this.#counted > 1) this.pages.push([]);
		this.#turn = false;
		this.#sheet = attributes.get("name") ?? "";
	}

	#openInParagraph(name: string, attributes: Attributes): void {
		const paragraph = this.#paragraphs.at(-1);
		if (paragraph === undefined) return;
		if (name === "span") {
			const look = this.#styles.look("text", attributes.get("style-name") ?? null);
			const outer = paragraph.looks.at(-1);
			paragraph.looks.push(outer === undefined ? look : over(look, outer));
		} else if (name === "s") {
			const count = attributes.get("c") ?? "1";
			this.#add(" ".repeat(Math.min(/^[0-9]+$/u.test(count) ? Number(count) : 1, MOST_SPACES)));
		} else if (name === "tab" || name === "line-break") this.#add("\n");
		else if (name === "soft-page-break") paragraph.turnsPage = true;
	}

	#openChange(name: string, attributes: Attributes): void {
		const change = attributes.get("change-id") ?? "";
		if (name === "changed-region") this.#region = attributes.get("id") ?? "";
		else if (name === "insertion" && this.#region !== "") this.#insertions.add(this.#region);
		else if (name === "change-start" && this.#insertions.has(change)) this.#inserted += 1;
		else if (name === "change-end" && this.#insertions.has(change)) this.#inserted -= 1;
		else if (name === "change") this.#deletedHere(change);
		else if (name === "soft-page-break" && this.#paragraphs.length === 0) this.#turn = true;
	}

	#deletedHere(change: string): void {
		const texts = this.#deletions.get(change);
		const paragraph = this.#paragraphs.at(-1);
		const [only] = texts ?? [];
		this.#deletions.delete(change);
		if (texts === undefined) return;
		if (paragraph !== undefined && texts.length === 1 && only !== undefined) paragraph.beforeChanges += only;
		else this.#emit(piecesOfAll(texts));
	}

	#readAttributes(name: string, attributes: Attributes): void {
		if (PICTURES.has(name)) {
			const href = attributes.get("href") ?? "";
			this.hasRemoteContent ||= this.#isFlat ? href !== "" && !href.startsWith("#") : ELSEWHERE.test(href);
		}
		if (UNSEEN.has(name)) return;
		for (const [key, value] of attributes) {
			const isUnseen = UNSEEN_ATTRIBUTES.has(key) || STYLE_ATTRIBUTE.test(key);
			if (BEYOND_ASCII.test(value) && !isUnseen && LETTERS.test(value)) this.#emit(pieces(value));
		}
	}

	// text

	#add(written: string): void {
		const paragraph = this.#paragraphs.at(-1);
		if (paragraph === undefined) return;
		const inner = paragraph.looks.at(-1);
		const look = inner === undefined ? paragraph.look : over(inner, paragraph.look);
		const read = this.#runText.read(written, look.font);
		const data = look.capitals ? read.toUpperCase() : read;
		if (look.hidden) {
			paragraph.aside += data;
			return;
		}
		paragraph.shown += data;
		if (this.#inserted === 0) paragraph.beforeChanges += data;
	}

	#endParagraph(paragraph: Paragraph): void {
		if (this.#region !== "" && !paragraph.isIsland) {
			const texts = this.#deletions.get(this.#region) ?? [];
			this.#deletions.set(this.#region, [...texts, paragraph.shown + paragraph.aside]);
			return;
		}
		const found = pieces(paragraph.shown);
		this.#emit(found);
		for (const other of [paragraph.beforeChanges, paragraph.aside]) {
			this.#emit(pieces(other).filter((line) => !found.includes(line)));
		}
		this.#turn ||= paragraph.turnsPage;
	}

	#emit(lines: readonly string[]): void {
		if (lines.length === 0) return;
		if (this.#turn && (this.pages.at(-1)?.length ?? 0) > 0) this.pages.push([]);
		this.#turn = false;
		const page = this.pages.at(-1);
		for (const line of lines) page?.push(line);
	}
}
