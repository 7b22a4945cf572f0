// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { drawnFiles, readDrawn, withoutDrawn } from "./drawn_files.ts";

const PNG = "data:image/png;base64,iVBORw0KGgo=";
const SVG = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'><text>a b</text></svg>";

describe("files drawn into the body", () => {
	it("are found once each, in order", () => {
		const html = `<p><img src="${PNG}"></p><img src="${SVG}"><img src="${PNG}">`;
		expect(drawnFiles(html)).toEqual([
			{ uri: PNG, mediaType: "image/png" },
			{ uri: SVG, mediaType: "image/svg+xml" },
		]);
	});

	it("are found in styles and links as well", () => {
		const html = `<style>p { background: url("${PNG}") }</style><p style="background:url(${PNG}x)">a</p><a href="${SVG}">b</a>`;
		expect(drawnFiles(html).map(({ uri }) => uri)).toEqual([PNG, `${PNG}x`, SVG]);
	});

	it("are not found in words about them", () => {
		expect(drawnFiles("<p>data:image/png,abc</p>")).toEqual([]);
	});

	it("give back the very bytes that would be sent", async () => {
		const file = readDrawn({ uri: PNG, mediaType: "image/png" }, "ảnh 1");
		expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
		expect([file.name, file.type]).toEqual(["ảnh 1", "image/png"]);
	});

	it("give back a text that is not in base64", async () => {
		const file = readDrawn({ uri: "data:text/plain,T%E1%BB%90I", mediaType: "text/plain" }, "x");
		expect(await file.text()).toBe("TỐI");
	});

	it("cannot be read when they are not what they say", () => {
		expect(() => readDrawn({ uri: "data:image/png;base64,%%%", mediaType: "image/png" }, "x")).toThrow();
	});

	it("go with the element that draws them", () => {
		expect(withoutDrawn(`<p>a<img src="${PNG}">b</p><img src="${SVG}">`, PNG)).not.toContain("png");
		expect(withoutDrawn(`<p>a<img src="${PNG}">b</p>`, PNG)).toBe("<p>ab</p>");
	});
});
