// Bytes → text: every part of a file with everything inside it, and a reason for whatever could not be read. Twin of
// backend/documents/extract.py. A file that is two things at once (a PDF with a zip behind it, a zip with something
// before it) is read as both, or is unreadable.

import type { Extraction, Limits } from "../core/index.ts";
import { isPadding, type Place, withoutPadding } from "./archives/tail.ts";
import { isTar } from "./archives/tar_header.ts";
import { Budget } from "./budget.ts";
import { enclosedFiles } from "./enclosed_files.ts";
import { hasTags, htmlText } from "./html/lines.ts";
import { isMail, readLetter } from "./mail/letter.ts";
import { isPackage } from "./office/package.ts";
import { isOpenDocument } from "./opendocument/archive.ts";
import { textPages } from "./plain_text.ts";
import { READERS, type Reader } from "./readers.ts";
import { type Bytes, innerPath, type Means, NO_MEANS, Reading } from "./reading.ts";
import * as sniff from "./sniff.ts";
import { decodedText } from "./text_encoding.ts";
import { LimitExceeded, Unreadable } from "./unreadable.ts";
import { type Archive, isFolder, memberOrGiveUp, openArchive } from "./zip.ts";

const PDF_END = "%%EOF";
const PDF_PICTURE = "/Image"; // of a stream's dictionary, which is never packed or encrypted
const HTML_START = /^\s*(?:(?:<!--[\s\S]*?-->|<\?xml[^>]*>)\s*)*(?:<!doctype html|<html[\s>])/iu;
const HTML_START_WITHIN = 4096;
const XML_START = /^\s*<(?:\?xml|svg|!doctype)(?![\p{L}\p{N}_])/iu;
const MAILBOX_START = "From ";
const LETTER_WITHIN = 1 << 16;
const ARMOURED = /-----BEGIN (PKCS7|CMS|PGP MESSAGE)-----([^-]*)/gu;

/** Read one file. Places inside it are paths like "inner.zip/a.docx"; the file itself is "". Never rejects, and never
 *  calls read what it did not read. Time is kept by the page, which kills the worker. */
export async function extract(bytes: Bytes, limits: Limits, means: Means = NO_MEANS): Promise<Extraction> {
	return new Extractor(limits, means).run(bytes);
}

class Extractor {
	readonly #limits: Limits;
	readonly #reading: Reading;
	#mediaType = sniff.BINARY;

	constructor(limits: Limits, means: Means) {
		this.#limits = limits;
		this.#reading = new Reading(new Budget(limits), (bytes, path, depth) => this.#guarded(bytes, path, depth), means);
	}

	async run(bytes: Bytes): Promise<Extraction> {
		try {
			await this.#guarded(bytes, "", 0);
		} catch (error) {
			if (!(error instanceof LimitExceeded)) throw error;
			this.#reading.giveUp("", this.#mediaType, "limit");
		}
		const { parts, unreadable, uncertain } = this.#reading;
		return { mediaType: this.#mediaType, parts, unreadable, uncertain };
	}

	/** Rejects with LimitExceeded only: whoever counts members stops there. */
	async #guarded(bytes: Bytes, path: string, depth: number): Promise<void> {
		let kind = sniff.BINARY;
		try {
			if (depth > this.#limits.depth) throw new Unreadable("limit");
			try {
				kind = await this.#read(bytes, path, depth);
			} finally {
				await this.#readOtherReadings(bytes, path, depth, sniff.otherType(bytes) ?? kind);
			}
		} catch (error) {
			kind = error instanceof LimitExceeded ? containerType(bytes) : (sniff.otherType(bytes) ?? containerType(bytes));
			if (path !== "" || !(error instanceof LimitExceeded)) this.#reading.giveUp(path, kind, reasonOf(error));
			if (error instanceof LimitExceeded) throw error;
		} finally {
			if (depth === 0) this.#mediaType = kind;
		}
	}

	/** Read in every reading there is; the media type of the first. */
	async #read(bytes: Bytes, path: string, depth: number): Promise<string> {
		if (bytes.length === 0) {
			this.#reading.add(path, sniff.EMPTY, []);
			return sniff.EMPTY;
		}
		if (sniff.startsAsZip(bytes)) return this.#readZipAndAround(openArchive(bytes), path, depth);
		const other = sniff.otherType(bytes) ?? (isTar(bytes) ? sniff.TAR : null); // some are older than their magic bytes
		if (other !== null && sniff.ENDING_BY_THEMSELVES.has(other)) return this.#readToItsEnd(other, bytes, path, depth);
		if (sniff.pdfHeaderAt(bytes) >= 0 && other !== sniff.EMF) return this.#readPdfAndAround(bytes, path, depth);
		const archive = appendedArchive(bytes);
		if (archive !== null) return this.#readZipAndAround(archive, path, depth);
		if (other === null) return this.#readText(bytes, path, depth);
		return (await readerOf(other))(bytes, path, depth, this.#reading);
	}

	/** What only begins like an archive may be another kind of file from its end. */
	async #readToItsEnd(kind: string, bytes: Bytes, path: string, depth: number): Promise<string> {
		try {
			return await (await readerOf(kind))(bytes, path, depth, this.#reading);
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			const archive = appendedArchive(bytes);
			if (archive !== null) await this.#readZip(archive, innerPath(path, "(zip)"), depth);
			else if (sniff.pdfHeaderAt(bytes) >= 0) await this.#readPdfAndAround(bytes, innerPath(path, "(pdf)"), depth);
			throw error;
		}
	}

	/** What other programs would find in the same bytes: read, and never clean. */
	async #readOtherReadings(bytes: Bytes, path: string, depth: number, kind: string): Promise<void> {
		if (kind !== sniff.TAR && isTar(bytes)) {
			this.#reading.giveUp(path, kind, "corrupt");
			await (await readerOf(sniff.TAR))(bytes, innerPath(path, "(tar)"), depth, this.#reading);
		}
		if (sniff.hidesPdfHeader(bytes, kind)) this.#reading.giveUp(path, kind, "corrupt");
		if (!sniff.mayHideArchive(kind)) return;
		const hasWords = kind !== sniff.PDF && kind !== sniff.BINARY && sniff.readsAsWordsToo(bytes);
		if (hasWords) this.#reading.giveUp(path, kind, "corrupt");
		for (const at of sniff.hiddenArchives(bytes)) {
			this.#reading.giveUp(path, kind, "corrupt");
			await this.#reading.goDeeper(bytes.subarray(at), innerPath(path, "(archive)"), depth + 1);
		}
	}

	/** What stands around is read too, but as what it would be taken for nobody knows: never clean. */
	async #readZipAndAround(archive: Archive, path: string, depth: number): Promise<string> {
		if (archive.odd) this.#reading.giveUp(path, sniff.ZIP, "corrupt");
		const { head, comment, tail } = archive;
		for (const [name, around] of Object.entries({ head, comment, tail })) {
			if (!isPadding(around)) await this.#reading.goDeeper(around, innerPath(path, `(${name})`), depth + 1);
		}
		return this.#readZip(archive, path, depth);
	}

	async #readZip(archive: Archive, path: string, depth: number): Promise<string> {
		if (isPackage(archive)) {
			const { readOffice } = await import("./office.ts");
			return readOffice(archive, path, depth, this.#reading);
		}
		if (isOpenDocument(archive)) {
			const { readOpenDocument } = await import("./opendocument/document.ts");
			return readOpenDocument(archive, path, depth, this.#reading);
		}
		this.#reading.add(path, sniff.ZIP, []);
		for (const member of archive.members) {
			this.#reading.budget.takeMember();
			const inside = innerPath(path, member.name);
			const content = await memberOrGiveUp(archive, member, { inside, mediaType: sniff.BINARY }, this.#reading);
			if (content !== null && !isFolder(member.name, content)) await this.#reading.goDeeper(content, inside, depth + 1);
		}
		return sniff.ZIP;
	}

	async #readPdfAndAround(bytes: Bytes, path: string, depth: number): Promise<string> {
		const starts = sniff.pdfHeaderAt(bytes);
		if (sniff.find(bytes, PDF_PICTURE) >= 0) this.#reading.pictures.expectLetters();
		const { readPdf } = await import("./pdf/document.ts"); // 1.8 MB: only when there is a PDF
		try {
			await readPdf(bytes.subarray(starts), path, depth, this.#reading);
		} catch (error) {
			const isCorrupt = error instanceof Unreadable && error.reason === "corrupt";
			if (!isCorrupt || starts === 0) throw error;
			return this.#readText(bytes, path, depth); // a text that mentions %PDF-
		}
		const head = bytes.subarray(0, starts);
		if (!isPadding(head)) await this.#reading.goDeeper(head, innerPath(path, "(head)"), depth + 1);
		const tail = withoutPadding(bytes.subarray(sniff.findLast(bytes, PDF_END) + PDF_END.length));
		const archive = tail.length > 0 ? null : appendedArchive(bytes);
		if (tail.length > 0) await this.#reading.goDeeper(tail, innerPath(path, "(tail)"), depth + 1);
		else if (archive !== null) await this.#readZip(archive, innerPath(path, "(zip)"), depth);
		return sniff.PDF;
	}

	async #readText(bytes: Bytes, path: string, depth: number): Promise<string> {
		const head = sniff.latin(bytes.subarray(0, LETTER_WITHIN));
		const isMailbox = head.startsWith(MAILBOX_START) && isMail(head.slice(head.indexOf("\n") + 1));
		if (isMailbox) throw new Unreadable("unsupported"); // letters one after another
		const leading = sniff.leadingBytes(bytes);
		if (isMail(sniff.latin(bytes.subarray(leading, leading + LETTER_WITHIN)))) {
			await readLetter(bytes.subarray(leading), path, depth, this.#reading);
			return sniff.MAIL;
		}
		const decoded = decodedText(bytes);
		const { text } = decoded;
		if (decoded.doubtful) this.#reading.giveUp(path, sniff.TEXT, "text-layer");
		if (isMail(text)) {
			await readLetter(new TextEncoder().encode(text), path, depth, this.#reading);
			return sniff.MAIL;
		}
		if (HTML_START.test(text.slice(0, HTML_START_WITHIN))) {
			await this.#readHtml(text, { path, mediaType: sniff.HTML }, depth);
			await this.#readEnclosed(text, { path, mediaType: sniff.HTML }, depth, true);
			return sniff.HTML;
		}
		if (XML_START.test(text)) {
			const { readXmlFile } = await import("./xml_file.ts");
			const kind = await readXmlFile(bytes, text, path, depth, this.#reading);
			if (kind === sniff.XML) await this.#readEnclosed(text, { path, mediaType: kind }, depth, false);
			return kind;
		}
		this.#reading.add(path, sniff.TEXT, textPages(text), decoded.charset);
		const isMarkup = hasTags(text);
		if (isMarkup) await this.#readHtml(text, { path, mediaType: sniff.TEXT }, depth);
		await this.#readEnclosed(text, { path, mediaType: sniff.TEXT }, depth, isMarkup);
		for (const [, kind, written] of text.matchAll(ARMOURED)) await this.#readArmoured(kind, written ?? "", path, depth);
		return sniff.TEXT;
	}

	/** A signed or encrypted file between two lines of text (RFC 7468, RFC 9580 section 6.2). */
	async #readArmoured(kind: string | undefined, written: string, path: string, depth: number): Promise<void> {
		if (kind === "PGP MESSAGE") {
			this.#reading.giveUp(path, sniff.TEXT, "encrypted");
			return;
		}
		const content = fromBase64(written);
		if (content === null) this.#reading.giveUp(path, sniff.TEXT, "corrupt");
		else await this.#reading.goDeeper(content, innerPath(path, "(content)"), depth + 1);
	}

	async #readEnclosed(
		text: string,
		{ path, mediaType }: Place,
		depth: number,
		picturesAreRead: boolean,
	): Promise<void> {
		const files = enclosedFiles(text, picturesAreRead);
		for (const [index, content] of files.entries()) {
			this.#reading.budget.takeMember();
			if (content === null) {
				this.#reading.giveUp(path, mediaType, "corrupt");
				continue;
			}
			this.#reading.budget.takeBytes(content.length);
			await this.#reading.goDeeper(content, innerPath(path, `(file ${index + 1})`), depth + 1);
		}
	}

	async #readHtml(text: string, { path, mediaType }: Place, depth: number): Promise<void> {
		const { lines, pictures, moreThanText } = htmlText(text);
		this.#reading.add(path, mediaType, lines.length === 0 ? [] : [{ number: 1, lines }]);
		if (moreThanText) this.#reading.giveUp(path, mediaType, "unsupported");
		for (const [index, picture] of pictures.entries()) {
			this.#reading.budget.takeMember();
			await this.#reading.goDeeper(picture, innerPath(path, `(picture ${index + 1})`), depth + 1);
		}
	}
}

function fromBase64(written: string): Bytes | null {
	try {
		return Uint8Array.from(atob(written), (character) => character.charCodeAt(0));
	} catch {
		return null;
	}
}

function readerOf(kind: string): Promise<Reader> {
	const load = READERS.get(kind);
	if (load === undefined) throw new Unreadable("unsupported");
	return load();
}

function reasonOf(error: unknown): Unreadable["reason"] {
	if (error instanceof Unreadable) return error.reason;
	// a stack or a buffer that grew too large; anything else stumbled over a stranger's bytes and has not read them
	return error instanceof LimitExceeded || error instanceof RangeError ? "limit" : "corrupt";
}

/** A zip archive at the end of something else. */
function appendedArchive(bytes: Bytes): Archive | null {
	try {
		const archive = openArchive(bytes);
		return archive.members.length > 0 ? archive : null;
	} catch (error) {
		if (error instanceof Unreadable) return null;
		throw error;
	}
}

function containerType(bytes: Uint8Array): string {
	if (sniff.startsAsZip(bytes)) return sniff.ZIP;
	return sniff.pdfHeaderAt(bytes) >= 0 ? sniff.PDF : sniff.BINARY;
}
