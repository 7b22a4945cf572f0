import { describe, expect, it } from "vitest";
import { type Drawing, type Font, type Glyph, readContent } from "./content.ts";
import type { Box } from "./geometry.ts";
import { OPS } from "./library.ts";

const FONT: Font = { name: "F", charset: null, isDrawn: false, widthScale: 0.001, letters: (glyph) => glyph.unicode };

function glyph(unicode: string, width = 500): Glyph {
	return { unicode, width, isSpace: unicode === " ", originalCharCode: unicode.charCodeAt(0) };
}

/** What was heard, in order; places rounded to a tenth of a point. */
function heard(...operators: readonly (readonly [operator: number, ...args: readonly unknown[]])[]): string[] {
	const seen: string[] = [];
	const points = (...numbers: number[]) => numbers.map((number) => Math.round(number * 10) / 10).join(" ");
	const corners = ({ left, bottom, right, top }: Box) => points(left, bottom, right, top);
	const drawing: Drawing = {
		anything: () => {},
		character: (text, { em }, start, end, baseline) => seen.push(`${text} ${points(start, end, baseline, em)}`),
		space: () => seen.push("space"),
		picture: (box) => seen.push(`picture ${corners(box)}`),
		shading: (box) => seen.push(`shading ${corners(box)}`),
		path: ({ box, paints }) => seen.push(`path ${corners(box)} ${paints.join()}`),
	};
	const fnArray = operators.map(([operator]) => operator);
	const argsArray = operators.map(([, ...args]) => args);
	readContent({ fnArray, argsArray }, () => FONT, drawing);
	return seen;
}

const SHOW = (...glyphs: (Glyph | number)[]) => [OPS.showText, glyphs] as const;
const BEGIN = [[OPS.beginText], [OPS.setFont, "F", 10], [OPS.setTextMatrix, [1, 0, 0, 1, 100, 700]]] as const;

describe("characters", () => {
	it("stand where the text matrix, the advance and adjustments put them", () => {
		expect(heard(...BEGIN, SHOW(glyph("M"), glyph("Ậ"), -200, glyph("T")))).toEqual([
			"M 100 105 700 10",
			"Ậ 105 110 700 10",
			"T 112 117 700 10",
		]);
	});

	it("go on over several showings, set apart by spacing of characters and words", () => {
		const operators = [
			[OPS.setCharSpacing, 1],
			[OPS.setWordSpacing, 3],
			SHOW(glyph("a"), glyph(" ")),
			SHOW(glyph("b")),
		] as const;
		expect(heard(...BEGIN, ...operators)).toEqual(["a 100 105 700 10", "space", "b 115 120 700 10"]);
	});

	it("move with lines, leading and rise", () => {
		const operators = [
			SHOW(glyph("a")),
			[OPS.setLeadingMoveText, 0, -20],
			SHOW(glyph("b")),
			[OPS.nextLine],
			[OPS.setTextRise, 4],
			SHOW(glyph("c")),
		] as const;
		expect(heard(...BEGIN, ...operators)).toEqual(["a 100 105 700 10", "b 100 105 680 10", "c 100 105 664 10"]);
	});

	it("are scaled and moved by the page's transforms, until these are restored", () => {
		const scaled = [
			[OPS.save],
			[OPS.transform, 2, 0, 0, 2, 0, -700],
			...BEGIN,
			SHOW(glyph("a")),
			[OPS.restore],
		] as const;
		expect(heard(...scaled, ...BEGIN, SHOW(glyph("b")))).toEqual(["a 200 210 700 20", "b 100 105 700 10"]);
	});

	it("of turned text are placed along their own direction", () => {
		expect(heard(...BEGIN, [OPS.setTextMatrix, [0, 1, -1, 0, 50, 300]], SHOW(glyph("a"), glyph("b")))).toEqual([
			"a 300 305 -50 10",
			"b 305 310 -50 10",
		]);
	});
});

describe("what is not text", () => {
	const SQUARE = [Float32Array.of(0, 0, 0, 1, 10, 0, 1, 10, 10, 1, 0, 10, 4)];

	it("stands where the transforms put it", () => {
		expect(heard([OPS.transform, 30, 0, 0, 20, 5, 6], [OPS.paintImageXObject, "i", 1, 1])).toEqual([
			"picture 5 6 35 26",
		]);
	});

	it("has its colour, and the width of its line around it", () => {
		const operators = [
			[OPS.setStrokeRGBColor, "#ff0000"],
			[OPS.setLineWidth, 2],
			[OPS.constructPath, OPS.stroke, SQUARE],
		] as const;
		expect(heard(...operators)).toEqual(["path -1 -1 11 11 #ff0000"]);
		expect(heard([OPS.setFillColorN, "Shading"], [OPS.constructPath, OPS.fill, SQUARE])).toEqual([
			"path 0 0 10 10 pattern",
		]);
	});

	it("is not seen as a clipping path, which keeps a shading inside", () => {
		expect(heard([OPS.clip], [OPS.constructPath, OPS.endPath, SQUARE], [OPS.shadingFill, "s"])).toEqual([
			"shading 0 0 10 10",
		]);
	});

	it("is not seen when it only masks something else", () => {
		const mask = { smask: {} };
		const operators = [
			[OPS.beginGroup, mask],
			[OPS.paintImageXObject, "i", 1, 1],
			[OPS.endGroup, mask],
		] as const;
		expect(heard(...operators, [OPS.paintImageXObject, "j", 1, 1])).toEqual(["picture 0 0 1 1"]);
	});

	it("of a note stands where the note is, whatever was drawn before", () => {
		const note = [OPS.beginAnnotation, "n", [0, 0, 1, 1], [1, 0, 0, 1, 70, 80], [1, 0, 0, 1, 0, 0]] as const;
		expect(
			heard([OPS.transform, 9, 0, 0, 9, 9, 9], note, [OPS.paintImageXObject, "i", 1, 1], [OPS.endAnnotation]),
		).toEqual(["picture 70 80 71 81"]);
	});
});
