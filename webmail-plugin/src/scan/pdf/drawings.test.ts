import { describe, expect, it } from "vitest";
import { Drawings } from "./drawings.ts";
import { type Box, MM } from "./geometry.ts";

const [MOVE, LINE, CURVE, CLOSE] = [0, 1, 2, 4];
const RECTANGLE = [MOVE, 0, 0, LINE, 9, 0, LINE, 9, 9, LINE, 0, 9, CLOSE];
const TRIANGLE = [MOVE, 0, 0, LINE, 9, 0, LINE, 0, 9, CLOSE];
const ONE_LINE = [MOVE, 0, 0, LINE, 9, 7];
const ROUND_CORNERED = [
	...[MOVE, 1, 0, LINE, 8, 0, CURVE, 8, 0, 9, 0, 9, 1, LINE, 9, 8, CURVE, 9, 8, 9, 9, 8, 9],
	...[LINE, 1, 9, CURVE, 1, 9, 0, 9, 0, 8, LINE, 0, 1, CURVE, 0, 1, 0, 0, 1, 0, CLOSE],
];
const BLOB = [MOVE, 0, 0, CURVE, 1, 2, 3, 4, 5, 6, CLOSE];

function box(widthMm: number, heightMm: number, leftMm = 0): Box {
	return { left: leftMm * MM, bottom: 0, right: (leftMm + widthMm) * MM, top: heightMm * MM };
}

function drawn(...paths: readonly (readonly [segments: readonly number[], box: Box, paint: string])[]): Drawings {
	const drawings = new Drawings();
	for (const [segments, where, paint] of paths) drawings.path({ segments, box: where, paints: [paint] });
	return drawings;
}

describe("a picture", () => {
	it.each([
		["an icon", 1, box(8, 8), false],
		["twelve small ones", 12, box(2, 2), false],
		["a mosaic of small ones", 13, box(2, 2), true],
		["one that a stamp fits in", 1, box(13, 4), true],
	])("%s", (_, count, where, unread) => {
		const drawings = new Drawings();
		for (let number = 0; number < count; number++) drawings.picture(where);
		expect(drawings.unread).toBe(unread);
	});
});

describe("a path", () => {
	it.each([
		["a box of any size is none", RECTANGLE, box(100, 50), "#000000", false],
		["a line in any direction is none", ONE_LINE, box(100, 50), "#000000", false],
		["a box with round corners is none", ROUND_CORNERED, box(60, 20), "#000000", false],
		["a large shape with slanted sides is one", TRIANGLE, box(20, 20), "#000000", true],
		["a large shape with curves is one", BLOB, box(20, 20), "#000000", true],
		["a small one is none", BLOB, box(4, 4), "#000000", false],
		["a box filled with a pattern is one", RECTANGLE, box(20, 20), "pattern", true],
	] as const)("that may be a stamp: %s", (_, segments, where, paint, unread) => {
		expect(drawn([segments, where, paint]).unread).toBe(unread);
	});

	it("of the size of letters counts from the second on", () => {
		expect(drawn([BLOB, box(3, 3), "#000000"], [BLOB, box(3, 3, 5), "#000000"]).unread).toBe(true);
	});
});

describe("a red frame", () => {
	it("is a red box of the size of a stamp", () => {
		expect(drawn([RECTANGLE, box(30, 8), "#c00000"]).redFrames()).toHaveLength(1);
	});

	it("is put together from lines that touch", () => {
		const sides = [box(30, 0.3), box(0.3, 8), box(0.3, 8, 29.7), { ...box(30, 0), bottom: 8 * MM, top: 8.3 * MM }];
		const frames = drawn(...sides.map((side) => [RECTANGLE, side, "#ff0000"] as const)).redFrames();
		expect(frames).toHaveLength(1);
	});

	it.each([
		["black", "#000000", box(30, 8)],
		["too small", "#ff0000", box(8, 8)],
		["a red rule", "#ff0000", box(150, 1)],
		["pale", "#6e1414", box(30, 8)],
	])("is none when it is %s", (_, paint, where) => {
		expect(drawn([RECTANGLE, where, paint]).redFrames()).toEqual([]);
	});
});
