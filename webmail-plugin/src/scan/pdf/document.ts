// PDF with a text layer: the lines of every page, notes, form fields, bookmarks and properties; attached files read on.
// Twin of backend/documents/pdf.py. A page whose text layer is missing or cannot be believed, or which shows what is no
// text (drawings.ts), makes the file unreadable with reason `text-layer`, and so does a file in which no page says
// anything; a blank page among others does not. The text is reported all the same, for a mark in it must be found.

import { detect, type Page, type UnreadableReason } from "../../core/index.ts";
import { type Bytes, innerPath, type Reading } from "../reading.ts";
import { PDF } from "../sniff.ts";
import { pieces } from "../spacing.ts";
import { Unreadable } from "../unreadable.ts";
import { type Annotation, type Notes, notesOf } from "./annotations.ts";
import { streamsAreWhole } from "./integrity.ts";
import { openPdf, PasswordException, type PdfDocument, type PdfTask } from "./library.ts";
import { contentOf, type PageContent } from "./page.ts";
import { type LetterCount, LOST, lostLetters, lostTheHigher, type PageText, sum } from "./words.ts";

const PROPERTIES = ["Title", "Subject", "Keywords", "Author"];
const MOST_BOOKMARKS = 2000;
const MOST_ATTACHED_BYTES = 100_000_000;
const PICTOGRAM = "\u25a1";

/** @throws Unreadable corrupt or encrypted.
 *  @throws LimitExceeded when its streams inflate to more than may be. */
export async function readPdf(bytes: Bytes, path: string, depth: number, reading: Reading): Promise<void> {
	const { pages, inflated_bytes } = reading.budget.limits;
	const reader = new PdfReader(bytes, pages);
	try {
		await reader.read(inflated_bytes);
	} finally {
		await reader.close();
	}
	reading.add(path, PDF, reader.pages);
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
	readonly #bytes: Bytes;
	readonly #mostPages: number;
	readonly #tasks: PdfTask[] = [];
	readonly #letters = new Map<string, LetterCount>();
	#lenient: PdfDocument | null = null;

	constructor(bytes: Bytes, mostPages: number) {
		this.#bytes = bytes;
		this.#mostPages = mostPages;
	}

	async read(inflatedBytes: number): Promise<void> {
		const pdf = await this.#open({ strict: true });
		if (!streamsAreWhole(this.#bytes, inflatedBytes)) this.reasons.add("corrupt");
		if (pdf.numPages === 0) throw new Unreadable("corrupt");
		if (pdf.numPages > this.#mostPages) this.reasons.add("limit");
		for (let number = 1; number <= Math.min(pdf.numPages, this.#mostPages); number++) await this.#readPage(pdf, number);
		if (this.pages.length === 0 || [...this.#letters.values()].some(lostTheHigher)) this.reasons.add("text-layer");
		await this.#readDocument(pdf);
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

	/** One page. Once the file is known to show more than text, or to be damaged, its pages are read for their text
	 *  alone: leniently, and without decoding pictures. */
	async #readPage(pdf: PdfDocument, number: number): Promise<void> {
		const strict = this.#lenient === null ? await attempt(() => pageOf(pdf, number)) : null;
		if (strict === null) this.reasons.add("text-layer");
		const page = strict ?? (await attempt(async () => pageOf(await this.#leniently(), number)));
		if (page === null) this.reasons.add("corrupt");
		else await this.#take(pdf, number, page);
		if (page?.unread) await this.#leniently();
	}

	async #leniently(): Promise<PdfDocument> {
		this.#lenient ??= await this.#open({ strict: false });
		return this.#lenient;
	}

	async #take(pdf: PdfDocument, number: number, { text, unread, notes }: ReadPage): Promise<void> {
		const lines = text.lines();
		for (const [font, count] of text.letters) this.#letters.set(font, sum([this.#letters.get(font) ?? NONE, count]));
		if (unread || cannotBeBelieved(text, lines)) this.reasons.add("text-layer");
		const shown = lines.map((line) => line.replaceAll(LOST, PICTOGRAM));
		const written = new Set(shown);
		shown.push(...notes.lines.filter((line) => !written.has(line)));
		if (shown.length > 0) this.pages.push({ number, lines: shown });
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

interface ReadPage extends PageContent {
	readonly notes: Notes;
}

const NONE: LetterCount = { kept: 0, higher: 0 };

async function pageOf(pdf: PdfDocument, number: number): Promise<ReadPage> {
	const page = await pdf.getPage(number);
	try {
		const notes = notesOf((await page.getAnnotations({ intent: "any" })) as Annotation[]);
		const content = await contentOf(page);
		return { ...content, unread: content.unread || notes.unread, notes };
	} finally {
		page.cleanup();
	}
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
