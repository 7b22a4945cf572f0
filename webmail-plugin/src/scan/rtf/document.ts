// RTF files: the text of every story, property and shape, pictures and embedded objects. A destination nobody knows is
// read too: some program may show it. What follows the last brace is read as a file of its own, and a file whose braces
// do not close is damaged. Twin of backend/documents/rtf/document.py.

import type { LegacyCharset, Page } from "../../core/index.ts";
import { decodeCodePage, WESTERN } from "../code_page.ts";
import { Drawings, readPictures } from "../compound/office_art.ts";
import { readObjectData } from "../compound/packages.ts";
import { bytesOf } from "../mail/transfer.ts";
import { type Bytes, innerPath, numbered, type Reading } from "../reading.ts";
import * as sniff from "../sniff.ts";
import { StyledText } from "../styled_text.ts";
import { LETTERS } from "../word/story.ts";
import { type Font, Group, lookOf, Font as NewFont, UNFORMATTED, withWord } from "./group.ts";
import { type Token, tokens } from "./tokens.ts";
import {
	CHARACTERS,
	PARAGRAPH_ENDS,
	PICTURE_KINDS,
	PLACES,
	type Place,
	SEEN_SHAPE_PROPERTIES,
	SYMBOLS,
} from "./words.ts";

const PADDING = /^[\0 \t\r\n\x1a]*|[\0 \t\r\n\x1a]*$/gu;
const DEEPEST_GROUP = 5000;
const LONGEST_FALLBACK = 4; // characters after \u; more would hide text from readers that know Unicode
const ANYWHERE: ReadonlySet<Place> = new Set(["story", "picture", "object"]); // wherever they stand in a group
const GATHERING: ReadonlySet<Place> = new Set([
	"lines",
	"story",
	"shape name",
	"shape value",
	"numbering",
	"choice",
	"second",
]);
const WITHOUT_WORDS: ReadonlySet<Place> = new Set(["nothing", "fonts", "picture", "object"]);
const CONTROLS = /[\u0000-\u001f]+/gu;
const CODE_PAGES: ReadonlyMap<string, number> = new Map([
	["mac", 10000],
	["pc", 437],
	["pca", 437],
]);

export async function readRtf(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<string> {
	const document = new Document(path, reading);
	const written = binaryText(bytes);
	const data = written.slice(Math.max(written.indexOf("{"), 0)); // programs pass over what stands before
	const ends = document.read(data);
	const pages = document.pages();
	reading.add(path, sniff.RTF, pages, [...document.charsets].sort()[0] ?? null);
	if (document.isBroken) reading.giveUp(path, sniff.RTF, "corrupt");
	const isPdfToo = data.slice(0, 1024).includes("%PDF-");
	if (isPdfToo && !document.isBroken) reading.giveUp(path, sniff.RTF, "corrupt");
	if (document.hasLinks) reading.giveUp(path, sniff.RTF, "unsupported");
	for (const [name, inner] of document.inner) {
		reading.budget.takeMember();
		reading.budget.takeBytes(inner.length);
		await reading.goDeeper(inner, innerPath(path, name), depth + 1);
	}
	await readPictures(document.pictures, path, depth, reading);
	const tail = data.slice(ends).replace(PADDING, "");
	if (tail !== "") await reading.goDeeper(bytesOf(tail), innerPath(path, "(tail)"), depth + 1);
	return sniff.RTF;
}

/** A character for each byte; TextDecoder's "latin1" would read some bytes as Windows-1252. */
function binaryText(bytes: Bytes): string {
	const texts: string[] = [];
	for (let at = 0; at < bytes.length; at += 8192) texts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
	return texts.join("");
}

class Document {
	readonly pictures = new Drawings();
	readonly inner: [name: string, bytes: Bytes][] = [];
	readonly charsets = new Set<LegacyCharset>();
	isBroken = false;
	hasLinks = false;
	readonly #path: string;
	readonly #reading: Reading;
	readonly #body = new StyledText();
	readonly #stories: string[][] = [];
	readonly #lines: string[] = [];
	readonly #groups: Group[] = [];
	readonly #fonts = new Map<number, Font>();
	readonly #choices: string[] = [];
	#font = new NewFont();
	#defaultFont: number | null = null;
	#codePage = WESTERN;
	#pending = "";
	#skip = 0;
	#shapeName = "";
	#objects = 0;

	constructor(path: string, reading: Reading) {
		this.#path = path;
		this.#reading = reading;
	}

	/** Read up to the brace that closes the file, and return where that is. */
	read(data: string): number {
		const outside = new Group("shown", this.#body, UNFORMATTED);
		outside.fresh = false;
		this.#groups.push(outside);
		for (const token of tokens(data)) {
			this.#read(token);
			if (token.kind === "close" && this.#groups.length === 1) return token.ends;
		}
		this.isBroken = true;
		while (this.#groups.length > 1) this.#close();
		return data.length;
	}

	pages(): Page[] {
		const beside = [...this.#stories, this.#lines].filter((lines) => lines.length > 0);
		this.#body.end();
		for (const charset of this.#body.charsets) this.charsets.add(charset);
		return [...numbered(this.#body.pages), ...beside.map((lines) => ({ number: 1, lines }))];
	}

	get #group(): Group {
		const group = this.#groups.at(-1);
		if (group === undefined) throw new RangeError("no group is open");
		return group;
	}

	// tokens

	#read(token: Token): void {
		if (token.kind === "text") this.#text(token.text);
		else if (token.kind === "word") this.#word(token.text, token.number);
		else if (token.kind === "symbol") this.#symbol(token.text);
		else if (token.kind !== "binary") this.#brace(token.kind);
		else {
			this.#group.fresh = false;
			this.#group.binary.push(token.text);
			this.isBroken ||= token.length !== token.text.length;
		}
	}

	#brace(kind: "open" | "close"): void {
		if (kind === "open") this.#open();
		else this.#close();
	}

	#open(): void {
		this.#flush();
		this.#skip = 0;
		this.#group.fresh = false;
		if (this.#groups.length > DEEPEST_GROUP) {
			this.isBroken = true;
			this.#groups[this.#groups.length - 1] = this.#group.inner(); // braces beyond count no more; the text is read on
		} else this.#groups.push(this.#group.inner());
	}

	#close(): void {
		this.#flush();
		this.#skip = 0;
		const group = this.#group;
		this.#groups.pop();
		if (group.isCode) group.story.separateField();
		for (let field = 0; field < group.fields; field++) group.story.endField();
		if (group.hexadecimal.length > 0 || group.binary.length > 0) this.#endData(group);
		if (group.owner) this.#endStory(group);
	}

	#word(word: string, number: number | null): void {
		this.#flush();
		this.#skip = 0; // what a writer left out is no fallback
		const group = this.#group;
		const isFirst = group.fresh;
		group.fresh = false;
		const place = PLACES.get(word);
		const character = CHARACTERS.get(word);
		const picture = PICTURE_KINDS.get(word);
		if (place !== undefined && (isFirst || ANYWHERE.has(place))) this.#enter(group, word, place);
		else if (isFirst && group.starred) this.#enter(group, word, "lines");
		else if (group.place === "fonts") this.#fontWord(word, number);
		else if (word === "u" && number !== null) this.#unicode(group, number);
		else if (character !== undefined) this.#add(character);
		else if (PARAGRAPH_ENDS.has(word)) this.#endParagraph(group);
		else if (picture !== undefined) group.pictureKind = picture;
		else this.#otherWord(group, word, number);
	}

	#otherWord(group: Group, word: string, number: number | null): void {
		const codePage = CODE_PAGES.get(word);
		if (word === "ansicpg" && number) this.#codePage = number;
		else if (codePage !== undefined) this.#codePage = codePage;
		else if (word === "deff") this.#defaultFont = number;
		else if (word === "objlink" || word === "objautlink" || word === "objsub") this.hasLinks = true;
		else if (word === "ffres" && this.#choices[number ?? -1] !== undefined) {
			this.#lines.push(this.#choices[number ?? -1] ?? "");
		} else {
			group.format = withWord(group.format, word, number);
			this.isBroken ||= group.format.fallback > LONGEST_FALLBACK;
		}
	}

	#symbol(symbol: string): void {
		this.#flush();
		const group = this.#group;
		if (symbol === "*" && group.fresh) {
			group.starred = true;
			return;
		}
		group.fresh = false;
		const character = SYMBOLS.get(symbol);
		if (character !== undefined && this.#skip > 0) this.#skip -= 1;
		else if (symbol === "\r" || symbol === "\n") this.#endParagraph(group);
		else this.#add(character ?? "");
	}

	#text(written: string): void {
		const group = this.#group;
		group.fresh = false;
		const skipped = Math.min(this.#skip, written.length);
		this.#skip -= skipped;
		const text = written.slice(skipped);
		if (group.place === "picture" || group.place === "object") group.hexadecimal.push(text);
		else if (group.place !== "nothing") this.#pending += text;
	}

	// text

	#flush(): void {
		if (this.#pending === "") return;
		const text = this.#pending;
		this.#pending = "";
		const group = this.#group;
		if (group.place === "fonts") {
			this.#nameFont(text);
			return;
		}
		const font = this.#fonts.get(group.format.font ?? this.#defaultFont ?? 0);
		this.#add(decodeCodePage(bytesOf(text), font?.codePage || this.#codePage));
	}

	#unicode(group: Group, number: number): void {
		this.#skip = 0;
		this.#add(String.fromCharCode(number & 0xffff));
		this.#skip = group.format.fallback;
	}

	#add(text: string): void {
		const group = this.#group;
		if (text === "" || WITHOUT_WORDS.has(group.place)) return;
		group.story.add(text, lookOf(group.format, this.#fonts, this.#defaultFont));
	}

	#endParagraph(group: Group): void {
		if (!WITHOUT_WORDS.has(group.place)) group.story.endParagraph();
	}

	#fontWord(word: string, number: number | null): void {
		if (number === null) return;
		if (word === "f") {
			this.#font = this.#fonts.get(number) ?? new NewFont();
			this.#fonts.set(number, this.#font);
		} else if (word === "fcharset") this.#font.hasCharset(number);
		else if (word === "cpg" && number) this.#font.codePage = number;
		else if (word === "u") this.#font.name += String.fromCharCode(number & 0xffff);
	}

	#nameFont(text: string): void {
		const [name = "", ...rest] = text.split(";");
		this.#font.name = (this.#font.name + name).trim();
		if (rest.length > 0) this.#font = new NewFont();
	}

	// destinations

	#enter(group: Group, word: string, place: Place): void {
		const outer = this.#groups.at(-2);
		if (outer !== undefined && (word === "shppict" || word === "shpinst")) outer.firstSeen = true;
		if (place === "shown") return; // as the group around it
		if (place === "code") {
			group.isCode = true;
			group.story.beginField();
			if (outer !== undefined) outer.fields += 1;
		}
		if (place === "second") group.second = outer?.firstSeen ?? false;
		if (place === "lines" && group.place === "nothing" && group.starred && !PLACES.has(word)) return;
		group.place = place;
		if (GATHERING.has(place)) {
			group.story = new StyledText();
			group.owner = true;
			group.format = { ...UNFORMATTED, fallback: group.format.fallback };
		}
	}

	#endStory(group: Group): void {
		const lines = group.story.end().pages.flat();
		for (const charset of group.story.charsets) this.charsets.add(charset);
		if (group.place === "story") this.#stories.push(lines);
		else if (group.place === "second") {
			const seen = new Set([...this.#stories, ...this.#body.pages].flat());
			this.#stories.push(lines.filter((line) => !seen.has(line)));
		} else if (group.place === "shape name") this.#shapeName = lines.join("");
		else if (group.place === "choice") this.#choices.push(lines.join(" "));
		else if (group.place === "shape value") {
			if (SEEN_SHAPE_PROPERTIES.has(this.#shapeName)) this.#lines.push(...lines);
		} else if (group.place === "lines") this.#lines.push(...lines);
		else if (group.place === "numbering") {
			const texts = lines.map((line) => line.replace(CONTROLS, "")); // numbers of levels
			this.#lines.push(...texts.filter((line) => LETTERS.test(line)));
		}
	}

	#endData(group: Group): void {
		const bytes = group.bytes();
		if (group.place === "object") this.#endObject(bytes);
		else if (group.place === "picture") this.#endPicture(group, bytes);
		else if (group.binary.length > 0) this.isBroken = true; // bytes where no picture is
	}

	#endObject(bytes: Bytes): void {
		this.#objects += 1;
		const name = `object${this.#objects}`;
		const found = readObjectData(bytes);
		this.hasLinks ||= found.isLink;
		if (found.isBroken) this.#reading.giveUp(innerPath(this.#path, name), sniff.OLE, "corrupt");
		for (const [inner, content] of found.files) this.inner.push([inner === "" ? name : `${name}/${inner}`, content]);
	}

	#endPicture(group: Group, bytes: Bytes): void {
		const kind = sniff.otherType(bytes) ?? "";
		const isDrawn = !kind.startsWith("image/");
		if (group.second && isDrawn) return; // the first saying has the same picture
		if (isDrawn) this.pictures.addDrawn(group.pictureKind || kind || sniff.BINARY);
		else this.pictures.addPicture(bytes);
	}
}
