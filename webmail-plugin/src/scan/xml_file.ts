// Files that are XML by their own: flat OpenDocument is a document like any other, of the rest the words are read. Twin
// of backend/documents/xml_file.py.

import { XmlText } from "./office/xml_text.ts";
import { readFlatOpenDocument } from "./opendocument/document.ts";
import type { Bytes, Reading } from "./reading.ts";
import { XML } from "./sniff.ts";
import { pieces } from "./spacing.ts";
import { LETTERS } from "./word/story.ts";
import { type Attributes, readXmlByRoot, type XmlHandler } from "./xml.ts";

const OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
// Roots whose looks decide what a reader sees, and what draws other words from elsewhere
const DRAWN = /<(?:[A-Za-z0-9_.-]+:)?(?:svg|stylesheet|transform|html|package|wordDocument|Workbook|include)[\s/>]/u;
const WORDS = ["schemas.microsoft.com/office/", "w3.org/2000/svg"]; // Office 2003 and flat packages, drawings
const PACKAGE_START = /<pkg:package[\s>]/u;
const HEAD_CHARACTERS = 2048;
const STYLED = "<?xml-stylesheet";

/** `written` is the same, decoded.
 *  @throws Unreadable corrupt, when it is not well formed, or declares a document type. */
export async function readXmlFile(
	bytes: Bytes,
	written: string,
	path: string,
	depth: number,
	reading: Reading,
): Promise<string> {
	let text: XmlText | EveryText | null = null;
	readXmlByRoot(bytes, (namespace) => {
		const isInRuns = WORDS.some((known) => namespace.includes(known));
		if (namespace !== OPENDOCUMENT) text = isInRuns ? new XmlText() : new EveryText();
		return text;
	});
	const lines = linesOf(text);
	if (lines === null) return readFlatOpenDocument(bytes, path, depth, reading);
	if (PACKAGE_START.test(written.slice(0, HEAD_CHARACTERS))) {
		const { unflattened } = await import("./office/flat_package.ts");
		const archive = unflattened(written);
		if (archive !== null) return (await import("./office.ts")).readOffice(archive, path, depth, reading);
	}
	reading.add(path, XML, lines.length === 0 ? [] : [{ number: 1, lines }]);
	if (DRAWN.test(written) || written.includes(STYLED)) reading.giveUp(path, XML, "unsupported");
	return XML;
}

function linesOf(text: XmlText | EveryText | null): readonly string[] | null {
	return text === null ? null : text.lines;
}

/** Words joined as in a paragraph, and the text of each element by itself: what they mean, a kind nobody knows does not
 *  tell. In kinds that write words in runs (WORDS) only paragraphs count. */
class EveryText implements XmlHandler {
	readonly #joined = new XmlText();
	readonly #apart: string[] = [];

	open(name: string, attributes: Attributes): void {
		this.#joined.open(name, attributes);
	}

	close(name: string): void {
		this.#joined.close(name);
	}

	text(data: string): void {
		this.#joined.text(data);
		this.#apart.push(...pieces(data).filter((line) => LETTERS.test(line)));
	}

	get lines(): readonly string[] {
		return [...new Set([...this.#joined.lines, ...this.#apart])];
	}
}
