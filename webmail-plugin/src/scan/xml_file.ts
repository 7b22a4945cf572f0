// Files that are XML by their own: flat OpenDocument is a document like any other, of the rest the words are read. Twin
// of backend/documents/xml_file.py.

import { XmlText } from "./office/xml_text.ts";
import { readFlatOpenDocument } from "./opendocument/document.ts";
import type { Bytes, Reading } from "./reading.ts";
import { readXmlByRoot } from "./xml.ts";

const XML = "application/xml";
const OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
// Roots whose looks decide what a reader sees, and what draws other words from elsewhere
const DRAWN = /<(?:[A-Za-z0-9_.-]+:)?(?:svg|stylesheet|transform|html|package|wordDocument|Workbook|include)[\s/>]/u;
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
	const text = new XmlText();
	let isFlat = false;
	readXmlByRoot(bytes, (namespace) => {
		isFlat = namespace === OPENDOCUMENT;
		return isFlat ? null : text;
	});
	if (isFlat) return readFlatOpenDocument(bytes, path, depth, reading);
	reading.add(path, XML, text.lines.length === 0 ? [] : [{ number: 1, lines: text.lines }]);
	if (DRAWN.test(written) || written.includes(STYLED)) reading.giveUp(path, XML, "unsupported");
	return XML;
}
