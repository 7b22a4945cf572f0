import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";
import { headerOf } from "./image_header.ts";
import { resolutions } from "./image_size.ts";
import { tailOf } from "./image_tail.ts";
import type { Image, Pictures } from "./pictures.ts";
import type { Bytes } from "./reading.ts";
import { DrawnPaper, RED } from "./testing/draw_paper.ts";
import { Unreadable } from "./unreadable.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 3, seconds: 20 };

function bytes(...pieces: (string | readonly number[])[]): Bytes {
	const flat = pieces.flatMap((piece) =>
		typeof piece === "string" ? [...piece].map((letter) => letter.charCodeAt(0)) : [...piece],
	);
	return new Uint8Array(flat);
}

function chunk(name: string, content: readonly number[]): readonly number[] {
	return [...uint32(content.length), ...bytes(name), ...content, 0xae, 0x42, 0x60, 0x82];
}

function uint32(value: number): number[] {
	return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function png(width: number, height: number, ...chunks: (readonly number[])[]): Bytes {
	const head = chunk("IHDR", [...uint32(width), ...uint32(height), 8, 2, 0, 0, 0]);
	return bytes("\x89PNG\r\n\x1a\n", head, ...chunks, chunk("IEND", []));
}

/** Eyes that see this picture whatever is given, and read MẬT everywhere. */
function eyes(image: Image): Pictures {
	return {
		decode: async () => image,
		expectLetters: () => {},
		readLetters: async () => ({ text: "MẬT", confidence: 90 }),
		canvas: () => null,
	};
}

function stamped(): DrawnPaper {
	const paper = new DrawnPaper(620, 877);
	paper.frame([120, 100], [80, 34], 2, RED);
	for (const left of [95, 112, 130]) paper.fill(left, 92, 6, 16, RED);
	return paper;
}

async function seen(file: Bytes, image: Image) {
	const { parts, unreadable } = await extract(file, LIMITS, { pictures: eyes(image), progress: () => {} });
	return {
		pages: parts.map(({ path, pages }) => [path, pages.flatMap(({ stamps = [] }) => stamps)]),
		unreadable: unreadable.map(({ path, reason }) => [path, reason]),
	};
}

describe("a picture's head", () => {
	it("says how large it is, and how many pixels an inch", () => {
		const physical = chunk("pHYs", [...uint32(5906), ...uint32(5906), 1]);
		const header = headerOf(png(1240, 1754, physical), "image/png");
		expect({ ...header, dpi: Math.round(header.dpi ?? 0) }).toEqual({
			width: 1240,
			height: 1754,
			dpi: 150,
			animated: false,
		});
	});

	it("of a photograph stands behind its other fields", () => {
		const jfif = [0xff, 0xe0, 0, 16, ...bytes("JFIF\0"), 1, 2, 1, 1, 44, 1, 44, 0, 0];
		const frame = [0xff, 0xc0, 0, 11, 8, 0, 200, 1, 44, 1, 1, 0x11, 0];
		const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3, 0xff, 0xd9];
		const photograph = bytes([0xff, 0xd8], jfif, frame, scan);
		expect(headerOf(photograph, "image/jpeg")).toEqual({ width: 300, height: 200, dpi: 300, animated: false });
		expect(() => headerOf(photograph.subarray(0, -2), "image/jpeg")).toThrow(new Unreadable("corrupt"));
		expect(() => headerOf(photograph.subarray(0, 30), "image/jpeg")).toThrow(new Unreadable("corrupt"));
	});

	it("tells one picture from several", () => {
		const picture = [0x2c, 0, 0, 0, 0, 4, 0, 5, 0, 0, 2, 1, 0, 0];
		const gif = (...blocks: (readonly number[])[]) => bytes("GIF89a", [4, 0, 5, 0, 0, 0, 0], ...blocks, [0x3b]);
		expect(headerOf(gif(picture), "image/gif")).toEqual({ width: 4, height: 5, dpi: null, animated: false });
		expect(headerOf(gif(picture, picture), "image/gif").animated).toBe(true);
		expect(headerOf(png(4, 5, chunk("acTL", uint32(2).concat(uint32(0)))), "image/png").animated).toBe(true);
	});

	it("that is cut short is corrupt", () => {
		expect(() => headerOf(png(4, 5).subarray(0, -3), "image/png")).toThrow(new Unreadable("corrupt"));
	});
});

describe("a picture's size on paper", () => {
	it.each([
		["what a scanner states", 1240, 1754, 150, [150]],
		["an A4 page of its pixels, where what it states makes no paper", 3000, 4000, 72, [342, 968]],
		["an A4 page or a stamp from near, where it states nothing", 1240, 1754, null, [150, 424]],
		["a screen's where it is small", 196, 68, null, [96, 47]],
		["what it states or a stamp from near, where it is smaller than a page", 400, 300, 100, [100, 97]],
	] as const)("is %s", (_, width, height, stated, expected) => {
		expect(resolutions({ width, height }, stated).map(Math.round)).toEqual(expected);
	});
});

describe("a picture", () => {
	it("is read for its stamps", async () => {
		expect(await seen(png(620, 877), stamped())).toEqual({ pages: [["", ["MẬT"]]], unreadable: [] });
	});

	it("without stamps is read, and clean", async () => {
		expect(await seen(png(620, 877), new DrawnPaper(620, 877))).toEqual({ pages: [["", []]], unreadable: [] });
	});

	it("cannot be read where nothing can be seen", async () => {
		const { unreadable } = await extract(png(620, 877), LIMITS);
		expect(unreadable.map(({ reason }) => reason)).toEqual(["unsupported"]);
	});

	it("of too many pixels is not decoded", async () => {
		expect((await seen(png(20_000, 20_000), stamped())).unreadable).toEqual([["", "limit"]]);
	});

	it("that others follow in an animation is read, and not clean", async () => {
		const animated = png(620, 877, chunk("acTL", uint32(2).concat(uint32(0))));
		expect(await seen(animated, stamped())).toEqual({ pages: [["", ["MẬT"]]], unreadable: [["", "unsupported"]] });
	});

	it("is no lid on what stands behind it", async () => {
		const { pages } = await seen(bytes([...png(620, 877)], "Kinh gui"), new DrawnPaper(620, 877));
		expect(pages.map(([path]) => path)).toEqual(["", "(tail)"]);
	});
});

describe("what stands behind a picture", () => {
	it("is nothing where only padding or a telephone's own fields do", () => {
		const photograph = [0xff, 0xd8, 0xff, 0xd9];
		expect(tailOf(bytes(photograph, "\0\0\r\n"), "image/jpeg")).toHaveLength(0);
		expect(tailOf(bytes(photograph, "fields SEFT"), "image/jpeg")).toHaveLength(0);
		expect(tailOf(bytes(photograph, "abc"), "image/jpeg")).toHaveLength(3);
		expect(tailOf(bytes(photograph, "PK\x03\x04 SEFT"), "image/jpeg").length).toBeGreaterThan(0);
	});
});
