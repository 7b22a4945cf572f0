import { describe, expect, it } from "vitest";
import { readXml } from "./xml.ts";

function events(xml: string | Uint8Array): string[] {
	const seen: string[] = [];
	readXml(typeof xml === "string" ? new TextEncoder().encode(xml) : xml, {
		open: (name, attributes) => seen.push(`<${[name, ...[...attributes].map(([k, v]) => `${k}=${v}`)].join(" ")}>`),
		close: (name) => seen.push(`</${name}>`),
		text: (data) => seen.push(data),
	});
	return seen;
}

describe("the XML tokenizer", () => {
	it("gives elements and attributes by local name, and text", () => {
		const xml = `<?xml version="1.0"?><w:p xmlns:w="u" w:val='1'><w:t xml:space="preserve"> Tối </w:t></w:p>`;
		expect(events(xml)).toEqual(["<p val=1>", "<t space=preserve>", " Tối ", "</t>", "</p>"]);
	});

	it("returns the namespace of the root element", () => {
		const nothing = { open: () => {}, close: () => {}, text: () => {} };
		const namespaceOf = (xml: string) => readXml(new TextEncoder().encode(xml), nothing);
		expect(namespaceOf(`<w:a xmlns:w="urn:w" xmlns="urn:x"><b/></w:a>`)).toBe("urn:w");
		expect(namespaceOf(`<a xmlns="urn:x"/>`)).toBe("urn:x");
		expect(namespaceOf("<a/>")).toBe("");
	});

	it("gives the text between two tags in one piece", () => {
		expect(events("<a>M<!-- x -->Ậ<![CDATA[T]]>&amp;<b/></a>")).toEqual(["<a>", "MẬT&", "<b>", "</b>", "</a>"]);
	});

	it("closes an empty element", () => {
		expect(events("<a><b/><c x='/' /></a>")).toEqual(["<a>", "<b>", "</b>", "<c x=/>", "</c>", "</a>"]);
	});

	it("reads entities, character references, CDATA, and passes over comments", () => {
		expect(events("<a>M&#x1EAC;T &amp; &#7853;<!-- x > --><![CDATA[<&]]></a>").join("")).toBe("<a>MẬT & ậ<&</a>");
	});

	it("keeps markup characters inside attribute values", () => {
		expect(events(`<a b="1 > 0 &lt;"/>`)[0]).toBe("<a b=1 > 0 <>");
	});

	it("reads UTF-16 with a byte order mark", () => {
		const utf16 = new Uint8Array(Buffer.from("\ufeff<a>MẬT</a>", "utf16le"));
		expect(events(utf16)).toEqual(["<a>", "MẬT", "</a>"]);
	});

	it("reads Latin-1 where it is declared", () => {
		const latin1 = new Uint8Array(Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?><a>Hà</a>`, "latin1"));
		expect(events(latin1)).toEqual(["<a>", "Hà", "</a>"]);
	});

	it.each([
		["an element left open", "<a><b></a>"],
		["nothing closed", "<a>"],
		["no element at all", ""],
		["two roots", "<a/><b/>"],
		["text after the root", "<a/>x"],
		["an unknown entity", "<a>&mat;</a>"],
		["a bare ampersand", "<a>M & T</a>"],
		["an unfinished comment", "<a><!-- </a>"],
		["an attribute without quotes", "<a b=1/>"],
		["a forbidden character reference", "<a>&#0;</a>"],
		["a prefix that is bound to nothing", "<w:a/>"],
		["an attribute whose prefix is bound to nothing", `<a w:b="1"/>`],
		["an attribute given twice", `<a b="1" b="2"/>`],
		["a declaration that is not at the beginning", `<a/><?xml version="1.0"?>`],
		["an unusual encoding", `<?xml version="1.0" encoding="windows-1258"?><a/>`],
		["a declaration of another encoding", `<?xml version="1.0" encoding="utf-16"?><a/>`],
		["a document type", '<!DOCTYPE a [<!ENTITY x "y">]><a/>'],
	])("refuses %s", (_, xml) => {
		expect(() => events(xml)).toThrow(expect.objectContaining({ reason: "corrupt" }));
	});

	it("refuses bytes that are not the declared encoding", () => {
		expect(() => events(new Uint8Array([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toThrow("corrupt");
	});
});
