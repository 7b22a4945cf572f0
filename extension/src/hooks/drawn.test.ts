import { describe, expect, it } from "vitest";
import { drawnIn, holdsDrawn } from "./drawn.ts";

const HTML = '<p>Kính gửi</p><img src="data:image/png;base64,iVBORw==">';

describe("files written out in a text", () => {
	it("are what stands in data: addresses", async () => {
		const [picture, ...others] = drawnIn(HTML);

		expect(others).toEqual([]);
		expect(picture?.type).toBe("image/png");
		expect(new Uint8Array((await picture?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(
			new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
		);
	});

	it("are found in the string of a form and in JSON", () => {
		expect(drawnIn(String(new URLSearchParams({ _message: HTML }))).map(({ size }) => size)).toEqual([4]);
		expect(drawnIn(JSON.stringify({ text: HTML })).map(({ size }) => size)).toEqual([4]);
	});

	it("are none in other text", () => {
		expect(holdsDrawn("Kính gửi Sở")).toBe(false);
		expect(drawnIn("data:text/plain;base64,MẬT")).toEqual([]);
	});
});
