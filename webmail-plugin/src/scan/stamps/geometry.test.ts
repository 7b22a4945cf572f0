import { describe, expect, it } from "vitest";
import { BLACK, DrawnPaper, RED } from "../testing/draw_paper.ts";
import { darkCandidates, RED_PASSES, redCandidates } from "./candidates.ts";
import { components } from "./components.ts";
import { DARK, grown, redMask, whiteBalance } from "./mask.ts";
import { commonShare, coveredShare, lengthOf, smallestBox, thicknessOf } from "./turned_box.ts";

const DPI = 72; // a cell of the red mask is a pixel then
const [PASS = { redness: 45, gap: 0.13 }] = RED_PASSES;

function framesOf(paper: DrawnPaper) {
	return redCandidates(paper, DPI, PASS, whiteBalance(paper)).filter(({ framed }) => framed);
}

/** Something like letters. */
function letters(paper: DrawnPaper, left: number, top: number): void {
	for (let index = 0; index < 3; index++) paper.fill(left + index * 14, top, 4, 16, RED);
}

describe("ink", () => {
	it("is red where red outweighs green and blue, also on paper that is yellow under a lamp", () => {
		const paper = new DrawnPaper(40, 40, [235, 215, 170]);
		paper.fill(10, 10, 4, 2, RED);
		const mask = redMask(paper, 1, 45, whiteBalance(paper));
		expect(mask.cells.reduce((sum, cell) => sum + cell, 0)).toBe(8);
		expect(mask.cells[10 * 40 + 10]).toBe(1);
	});

	it("of specks in a larger cell is none", () => {
		const paper = new DrawnPaper(40, 40);
		paper.fill(3, 3, 1, 1, RED);
		paper.fill(20, 20, 2, 4, RED);
		const mask = redMask(paper, 4, 45, whiteBalance(paper));
		expect([...mask.cells.entries()].filter(([, cell]) => cell).map(([at]) => at)).toEqual([5 * 10 + 5]);
	});

	it("hangs together over the gap it is grown by, and no further", () => {
		const paper = new DrawnPaper(60, 20);
		for (const left of [5, 15, 35]) paper.fill(left, 5, 4, 10, RED);
		const mask = redMask(paper, 1, 45, [1, 1, 1]);
		const found = components(mask, grown(mask, 3, 1), 10);
		expect(found.map((points) => points.length / 2)).toEqual([80, 40]);
	});
});

describe("the smallest rectangle around ink", () => {
	it.each([0, 12, -30])("is turned as the ink is, by %i degrees", (angle) => {
		const paper = new DrawnPaper(200, 200);
		paper.frame([100, 100], [90, 40], 2, RED, angle);
		const mask = redMask(paper, 1, 45, [1, 1, 1]);
		const [points = []] = components(mask, mask, 10);
		const box = smallestBox(points);
		expect(Math.abs(box.angle - angle)).toBeLessThanOrEqual(1);
		expect(Math.abs(lengthOf(box) - 90)).toBeLessThanOrEqual(2);
		expect(Math.abs(thicknessOf(box) - 40)).toBeLessThanOrEqual(2);
	});

	it("shares with another what both cover", () => {
		const box = (left: number, right: number) => ({ angle: 0, left, right, top: 0, bottom: 10 });
		expect(commonShare(box(0, 10), box(5, 25))).toBe(0.25);
		expect(coveredShare(box(0, 10), box(5, 25))).toBe(0.5);
		expect(commonShare(box(0, 10), box(10, 20))).toBe(0);
	});
});

describe("a stamp's frame", () => {
	it("is one with lines on its sides and something in it", () => {
		const paper = new DrawnPaper(400, 400);
		paper.frame([100, 100], [80, 36], 2, RED, 5);
		letters(paper, 80, 92);
		paper.frame([100, 250], [80, 36], 2, RED);
		expect(framesOf(paper)).toHaveLength(1);
	});

	it("is no row of letters, no seal and no bar", () => {
		const paper = new DrawnPaper(500, 500);
		letters(paper, 60, 40);
		paper.ring([150, 250], 50, 3, RED);
		paper.ring([150, 250], 30, 1, RED);
		paper.fill(300, 100, 80, 30, RED);
		expect(framesOf(paper)).toEqual([]);
	});

	it.each([
		[0, 0],
		[40, -20],
		[-35, 30],
	])("is seen across a seal, %i and %i pixels from its middle", (right, down) => {
		const paper = new DrawnPaper(500, 500);
		paper.ring([250, 250], 51, 3, RED);
		paper.ring([250, 250], 32, 1, RED);
		paper.frame([250 + right, 250 + down], [72, 30], 2, RED, 6);
		letters(paper, 232 + right, 242 + down);
		expect(framesOf(paper).length).toBeGreaterThan(0);
	});

	it("is found by its dark lines on a scan without colour, but not in a table", () => {
		const paper = new DrawnPaper(600, 600);
		paper.frame([150, 100], [100, 40], 2, BLACK, 4);
		paper.fill(130, 90, 6, 20, BLACK);
		paper.fill(150, 90, 6, 20, BLACK);
		for (const y of [300, 340, 380, 420, 460]) paper.fill(50, y, 400, 2, BLACK);
		for (const x of [50, 150, 250, 350, 450]) paper.fill(x, 300, 2, 162, BLACK);
		const found = darkCandidates(paper, 100, { darkerThan: DARK, bridged: false });
		expect(found.map(({ box }) => Math.round(lengthOf(box) / 10))).toEqual([10]);
	});
});
