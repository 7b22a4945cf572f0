// PDF with a text layer: the lines of every page, notes, form fields, bookmarks and properties; attached files read on.
// Twin of backend/documents/pdf.py. A page that shows what is no text (drawings.ts) is looked at for stamps and
// typed marks; other print is read by the server alone. A page that cannot be drawn, or whose text layer cannot be
// believed, makes the file unreadable with reason `text-layer`, and so does a file in which no page says anything; a blank
// page among others does not. The text is reported all the same, for a mark in it must be found.

import { detect, type LegacyCharset, type Page, type UnreadableReason } from "../../core/index.ts";
import type { StampFindings } from "../pictures.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { PDF } from "../sniff.ts";
import { pieces } from "../spacing.ts";
import { stampsOn } from "../stamps/page.ts";
import { Unreadable } from "../unreadable.ts";
import { type Annotation, type Notes, notesOf } from "./annotations.ts";
import { readStreams, type Streams } from "./integrity.ts";
import { openPdf, PasswordException, type PdfDocument, type PdfPage, type PdfTask } from "./library.ts";
import { contentOf } from "./page.ts";
import { drawn } from "./render.ts";
import { type LetterCount, LOST, lostLetters, lostTheHigher, type PageText, sum } from "./words.ts";

const PROPERTIES = ["Title", "Subject", "Keywords", "Author"];
const MOST_BOOKMARKS = 2000;
const MOST_ATTACHED_BYTES = 100_000_000;
const PICTOGRAM = "\u25a1";

/** @throws Unreadable corrupt or encrypted.
 *  @throws LimitExceeded when its streams inflate to more than may be. */
export async function readPdf(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<void> {
	const reader = new PdfReader(bytes, path, reading);
	try {
		await reader.read();
	} finally {
		await reader.close();
	}
	reading.add(path, PDF, reader.pages, [...reader.charsets].sort()[0] ?? null);
	for (const reason of [...reader.reasons].sort()) reading.giveUp(path, PDF, reason);
	for (const [index, content] of reader.files.entries()) {
		reading.budget.takeMember();
		reading.budget.takeBytes(content.length);
		await reading.goDeeper(content, innerPath(path, `attachment ${index + 1}`), depth + 1);
	}
}

class PdfReader {
	readonly pages: Page[] = [];
	readonly files: Bytes[] = [];
	readonly reasons = new Set<UnreadableReason>();
	readonly charsets = new Set<LegacyCharset>();
	readonly #bytes: Bytes;
	readonly #path: string;
	readonly #reading: Reading;
	readonly #tasks: PdfTask[] = [];
	#isSilent = true; // no page says or shows anything
	readonly #letters = new Map<string, LetterCount>();
	#lenient: PdfDocument | null = null;

	constructor(bytes: Bytes, path: string, reading: Reading) {
		this.#bytes = bytes;
		this.#path = path;
		this.#reading = reading;
	}

	async read(): Promise<void> {
		const { pages: mostPages, inflated_bytes } = this.#reading.budget.limits;
		const pdf = await this.#open({ strict: true });
		const streams = await readStreams(this.#bytes, inflated_bytes);
		if (!streams.whole) this.reasons.add("corrupt");
		if (pdf.numPages === 0) throw new Unreadable("corrupt");
		if (pdf.numPages > mostPages) this.reasons.add("limit");
		for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number++) await this.#readPage(pdf, number);
		if (this.#isSilent || [...this.#letters.values()].some(lostTheHigher)) this.reasons.add("text-layer");
		await this.#readDocument(pdf);
		this.#takeEmbedded(streams);
	}

	/** Files that stand in the file but in no list of attachments. */
	#takeEmbedded({ files, unread }: Streams): void {
		if (unread > this.files.length) this.reasons.add("unsupported");
		for (const content of files) {
			if (!this.files.some((known) => isSame(known, content))) this.files.push(content);
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.#tasks.map((task) => task.destroy()));
	}

	async #open(how: { readonly strict: boolean }): Promise<PdfDocument> {
		const task = openPdf(this.#bytes.slice(), how); // pdf.js takes the buffer over
		this.#tasks.push(task);
		try {
			return await task.promise;
		} catch (error) {
			throw new Unreadable(error instanceof PasswordException ? "encrypted" : "corrupt");
		}
	}

	/** One page. Once a page cannot be seen, or the file is damaged, its pages are read for their text alone: leniently,
	 *  and without decoding pictures. */
	async #readPage(pdf: PdfDocument, number: number): Promise<void> {
		const strict = this.#lenient === null ? await attempt(() => this.#pageOf(pdf, number)) : null;
		if (strict === null) this.reasons.add("text-layer");
		const page = strict ?? (await attempt(async () => this.#pageOf(await this.#leniently(), number)));
		if (page === null) this.reasons.add("corrupt");
		else await this.#take(pdf, number, page);
		if (page?.unread) await this.#leniently();
	}

	async #pageOf(pdf: PdfDocument, number: number): Promise<ReadPage> {
		const page = await pdf.getPage(number);
		try {
			const notes = notesOf((await page.getAnnotations({ intent: "any" })) as Annotation[]);
			const content = await contentOf(page);
			const seen = content.mustBeSeen ? await this.#see(page, notes, pdf.numPages) : null;
			return { text: content.text, unread: notes.unread || (content.mustBeSeen && seen === null), seen, notes };
		} finally {
			page.cleanup();
		}
	}

	/** Null when the page cannot be seen as it is shown. */
	async #see(page: PdfPage, notes: Notes, pages: number): Promise<StampFindings | null> {
		if (this.#lenient !== null || notes.shownOnly) return null;
		const { pictures } = this.#reading;
		this.#reading.looksAt(page.pageNumber, pages);
		const picture = await attempt(() => drawn(page, pictures));
		return picture && (await attempt(() => stampsOn(picture.image, [picture.dpi], pictures)));
	}

	async #leniently(): Promise<PdfDocument> {
		this.#lenient ??= await this.#open({ strict: false });
		return this.#lenient;
	}

	async #take(pdf: PdfDocument, number: number, { text, unread, seen, notes }: ReadPage): Promise<void> {
		const lines = text.lines();
		for (const charset of text.charsets) this.charsets.add(charset);
		for (const [font, count] of text.letters) this.#letters.set(font, sum([this.#letters.get(font) ?? NONE, count]));
		if (unread || cannotBeBelieved(text, lines)) this.reasons.add("text-layer");
		const shown = lines.map((line) => line.replaceAll(LOST, PICTOGRAM));
		const written = new Set(shown);
		shown.push(...notes.lines.filter((line) => !written.has(line)));
		const stamps = seen?.texts ?? [];
		if (seen?.uncertain) this.#reading.doubt(this.#path, number);
		if (shown.length > 0 || stamps.length > 0)
			this.pages.push({ number, lines: shown, ...(stamps.length > 0 && { stamps }) });
		if (shown.length > 0 || seen !== null) this.#isSilent = false;
		for (const id of notes.files) {
			const isGiven = id !== null && (await this.#attach(await attempt(() => pdf.getAttachmentContent(id))));
			if (!isGiven) this.reasons.add("text-layer");
		}
	}

	async #attach(content: unknown): Promise<boolean> {
		if (!(content instanceof Uint8Array) || content.length > MOST_ATTACHED_BYTES) return false;
		this.files.push(new Uint8Array(content));
		return true;
	}

	async #readDocument(pdf: PdfDocument): Promise<void> {
		const { info } = (await pdf.getMetadata()) as { readonly info: Readonly<Record<string, unknown>> };
		const properties = PROPERTIES.map((name) => info[name]).filter((value) => typeof value === "string");
		const titles = bookmarks((await pdf.getOutline()) ?? []);
		if (titles.length > MOST_BOOKMARKS) this.reasons.add("limit");
		const lines = [...properties, ...titles.slice(0, MOST_BOOKMARKS)].flatMap(pieces);
		if (lines.length > 0) this.pages.push({ number: 1, lines });
		if (info.IsXFAPresent === true) this.reasons.add("unsupported");
		for (const id of (await pdf.getAttachments())?.keys() ?? []) {
			const isGiven = await this.#attach(await attempt(() => pdf.getAttachmentContent(id)));
			if (!isGiven) this.reasons.add("corrupt");
		}
	}
}

interface ReadPage {
	readonly text: PageText;
	readonly unread: boolean;
	readonly seen: StampFindings | null;
	readonly notes: Notes;
}

const NONE: LetterCount = { kept: 0, higher: 0 };

function isSame(one: Uint8Array, other: Uint8Array): boolean {
	return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

async function attempt<T>(what: () => Promise<T>): Promise<T | null> {
	try {
		return await what();
	} catch {
		return null;
	}
}

/** Text of an old charset whose font does not say so can be decoded, but nobody knows what is drawn as capitals. */
function cannotBeBelieved(text: PageText, lines: readonly string[]): boolean {
	return lostLetters(lines) || detect(lines) !== null || lostTheHigher(sum(text.letters.values()));
}

interface Bookmark {
	readonly title: string;
	readonly items: readonly Bookmark[];
}

/** Titles in reading order. */
function bookmarks(items: readonly Bookmark[]): string[] {
	return items.flatMap((item) => [item.title, ...bookmarks(item.items)]);
}
