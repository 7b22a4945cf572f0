import { afterEach, describe, expect, it, vi } from "vitest";
import { BrowserPictures } from "./browser_pictures.ts";
import { extract } from "./extract.ts";
import { onWhite, whollyPainted } from "./painted.ts";
import { Unreadable } from "./unreadable.ts";

const LIMITS = { depth: 8, members: 2000, inflated_bytes: 400_000_000, ratio: 200, pages: 3, seconds: 20 };

function pixels(...values: number[]) {
	return { data: new Uint8ClampedArray(values), width: values.length / 4, height: 1 };
}

describe("a picture drawn on nothing", () => {
	it("stands on white", () => {
		const image = onWhite(pixels(200, 0, 0, 255, 200, 0, 0, 51, 0, 0, 0, 0));
		expect([...image.data]).toEqual([200, 0, 0, 255, 244, 204, 204, 255, 255, 255, 255, 255]);
	});

	it("of which nothing came back has not been seen", () => {
		expect(() => onWhite(pixels(0, 0, 0, 0, 0, 0, 0, 0))).toThrow(new Unreadable("limit"));
	});
});

describe("a page drawn on white", () => {
	it("is whole when its ground is", () => {
		expect(whollyPainted(pixels(0, 0, 0, 255)).width).toBe(1);
	});

	it("of which a piece did not come back has not been seen", () => {
		expect(() => whollyPainted(pixels(9, 9, 9, 255, 0, 0, 0, 0))).toThrow(new Unreadable("limit"));
	});
});

describe("a canvas that loses what is drawn on it", () => {
	afterEach(() => vi.unstubAllGlobals());

	it("makes the picture unreadable, never clean", async () => {
		vi.stubGlobal("createImageBitmap", async () => ({ width: 620, height: 877, close() {} }));
		vi.stubGlobal("OffscreenCanvas", LostCanvas);
		const png = Uint8Array.from(
			atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
			(character) => character.charCodeAt(0),
		);
		const means = { pictures: new BrowserPictures(), progress() {} };
		expect((await extract(png, LIMITS, means)).unreadable.map(({ reason }) => reason)).toEqual(["limit"]);
	});
});

class LostCanvas {
	getContext() {
		const getImageData = (_left: number, _top: number, width: number, height: number) => ({
			data: new Uint8ClampedArray(4 * width * height),
			width,
			height,
		});
		return { drawImage() {}, fillRect() {}, getImageData };
	}
}
