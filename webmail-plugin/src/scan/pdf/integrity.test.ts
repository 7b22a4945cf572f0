import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readStreams } from "./integrity.ts";

const TEXT = new TextEncoder().encode("BT (Cong van) Tj ET\n".repeat(50));

function pdf(stream: Uint8Array, dictionary = "/Filter /FlateDecode"): Uint8Array<ArrayBuffer> {
	const head = new TextEncoder().encode(`%PDF-1.7\n1 0 obj\n<< ${dictionary} /Length ${stream.length} >>\nstream\n`);
	const tail = new TextEncoder().encode("\nendstream\nendobj\n%%EOF\n");
	return new Uint8Array(Buffer.concat([head, stream, tail]));
}

function changed(stream: Uint8Array, at: number): Uint8Array {
	return stream.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

describe("the compressed streams of a PDF", () => {
	const whole = zlibSync(TEXT, { level: 0 });

	it("are whole", async () => {
		expect((await readStreams(pdf(whole), 10_000)).whole).toBe(true);
		expect((await readStreams(pdf(zlibSync(TEXT)), 10_000)).whole).toBe(true);
		expect((await readStreams(pdf(whole, "/Filter [ /FlateDecode ]"), 10_000)).whole).toBe(true);
	});

	it.each([
		["a byte changed that only the checksum knows of", changed(whole, 100)],
		["the end is missing", whole.subarray(0, whole.length - 40)],
		["there is no compressed data at all", TEXT],
	])("are damaged when %s", async (_, stream) => {
		expect((await readStreams(pdf(stream), 10_000)).whole).toBe(false);
	});

	it.each([
		["of a picture", "/Subtype /Image /Filter /FlateDecode"],
		["of another filter", "/Filter /DCTDecode"],
		["that encryption hides", "/Encrypt 9 0 R /Filter /FlateDecode"],
	])("are passed over: %s", async (_, dictionary) => {
		expect((await readStreams(pdf(TEXT, dictionary), 10_000)).whole).toBe(true);
	});

	it("are counted while they are inflated", async () => {
		await expect(readStreams(pdf(zlibSync(TEXT)), 500)).rejects.toThrow("limit");
	});

	it.each([
		["of the type of embedded files", TEXT, "/Type /Embedded#46ile"],
		["with dates, packed", zlibSync(TEXT), "/Params << >> /Filter /FlateDecode"],
		["with a media type", TEXT, "/Subtype /text#2Fplain"],
	])("are files: %s", async (_, stream, dictionary) => {
		expect((await readStreams(pdf(stream, dictionary), 10_000)).files).toEqual([TEXT]);
	});

	it("are files when they begin so", async () => {
		const archive = new TextEncoder().encode("PK\u0003\u0004 and what follows");
		expect((await readStreams(pdf(zlibSync(archive)), 10_000)).files).toEqual([archive]);
		expect((await readStreams(pdf(TEXT, "/Subtype /Form"), 10_000)).files).toEqual([]);
	});

	it("are counted when they are files packed in another way", async () => {
		expect(
			(await readStreams(pdf(TEXT, "/Type /EmbeddedFile /Filter [/ASCII85Decode /FlateDecode]"), 10_000)).unread,
		).toBe(1);
	});

	it.each([
		["a line end", "\r\n"],
		["anything else", "more than the dictionary says"],
	])("may be followed by %s", async (_, tail) => {
		const stream = new Uint8Array(Buffer.concat([whole, new TextEncoder().encode(tail)]));
		expect((await readStreams(pdf(stream), 10_000)).whole).toBe(true);
	});
});
