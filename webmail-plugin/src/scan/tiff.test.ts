import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";
import type { Pictures } from "./pictures.ts";
import type { Bytes } from "./reading.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 2, seconds: 20 };
// two pages of grey, LZW
const TWO_PAGES =
	"SUkqAB4AAACAP+BQOCQWDQeEQmFQuGQ2HQ+IQiAgCQAAAQMAAQAAAAwAAAABAQMAAQAAAAwAAAACAQMAAQAAAAgAAAADAQMAAQAAAAUAAAAGAQMAAQAAAAEAAAARAQQAAQAAAAgAAAAWAQMAAQAAAAwAAAAXAQQAAQAAABYAAAAcAQMAAQAAAAEAAACwAAAASUkqACAAAACAACBQOCQWDQeEQmFQuGQ2HQ+IRGHwEAAJAAABAwABAAAADgAAAAEBAwABAAAADAAAAAIBAwABAAAACAAAAAMBAwABAAAABQAAAAYBAwABAAAAAQAAABEBBAABAAAAmAAAABYBAwABAAAADAAAABcBBAABAAAAFwAAABwBAwABAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
// a fax: one black point, ITU T.6
const FAX =
	"SUkqABIAAAAjhhf//8AEAEAACQAAAQMAAQAAABAAAAABAQMAAQAAAAwAAAACAQMAAQAAAAEAAAADAQMAAQAAAAQAAAAGAQMAAQAAAAEAAAARAQQAAQAAAAgAAAAWAQMAAQAAAAwAAAAXAQQAAQAAAAkAAAAcAQMAAQAAAAEAAAAAAAAA";

const EYES: Pictures = {
	decode: () => Promise.reject(new Error("not asked")),
	expectLetters: () => {},
	readLetters: async () => ({ text: "", confidence: 0 }),
	canvas: () => null,
};

async function seen(bytes: Bytes, limits = LIMITS) {
	const looked: string[] = [];
	const progress = (page: number, pages: number) => looked.push(`${page}/${pages}`);
	const { parts, unreadable } = await extract(bytes, limits, { pictures: EYES, progress });
	const pages = parts.flatMap((part) => part.pages.map(({ number }) => number));
	return { looked, pages, unreadable: unreadable.map(({ reason }) => reason) };
}

function file(base64: string): Bytes {
	return new Uint8Array(Buffer.from(base64, "base64"));
}

/** With another value in the entry of this tag: a SHORT, little-endian. */
function changed(bytes: Bytes, tag: number, value: number): Bytes {
	const at = bytes.findIndex(
		(_, index) => bytes[index] === (tag & 255) && bytes[index + 1] === tag >> 8 && bytes[index + 2] === 3,
	);
	bytes.set([value & 255, value >> 8], at + 8);
	return bytes;
}

describe("a TIFF", () => {
	it("is looked at page after page", async () => {
		expect(await seen(file(TWO_PAGES))).toEqual({ looked: ["1/2", "2/2"], pages: [1, 2], unreadable: [] });
	});

	it("of a fax is decoded", async () => {
		expect(await seen(file(FAX))).toEqual({ looked: ["1/1"], pages: [1], unreadable: [] });
	});

	it("of more pages than may be is read up to there, and over the limit", async () => {
		const found = await seen(file(TWO_PAGES), { ...LIMITS, pages: 1 });
		expect(found).toEqual({ looked: ["1/2"], pages: [1], unreadable: ["limit"] });
	});

	it("whose pixels lie beyond its end is corrupt", async () => {
		const strips = changed(file(FAX), 273, 60_000);
		expect((await seen(strips)).unreadable).toEqual(["corrupt"]);
	});

	it("that is packed in a way nobody here knows is unsupported", async () => {
		expect((await seen(changed(file(FAX), 259, 34_712))).unreadable).toEqual(["unsupported"]);
	});

	it("without pages is corrupt", async () => {
		expect((await seen(file("SUkqAAgAAAAAAAAAAAA="))).unreadable).toEqual(["corrupt"]);
	});
});
