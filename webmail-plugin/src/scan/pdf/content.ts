// What the operators of a page draw: characters at their places, pictures, paths, shadings. A small reading of the
// graphics state (PDF 32000-1, 8.4 and 9.3) over pdf.js's operator list, so that places are exact to the character.

import type { FontCharset } from "../../core/index.ts";
import { around, type Box, common, EVERYWHERE, IDENTITY, type Matrix, matrixOf, moved, times } from "./geometry.ts";
import { OPS } from "./library.ts";

/** A font as far as it matters here. */
export interface Font {
	/** As the file names it, without the prefix of a subset; "" if it cannot be told. */
	readonly name: string;
	/** Glyph space to text space, horizontally. */
	readonly widthScale: number;
	/** The old charset its letters stand in. */
	readonly charset: FontCharset | null;
	/** Its glyphs are drawings (Type 3), called what their maker likes. */
	readonly isDrawn: boolean;
	/** What stands for a glyph; LOST (words.ts) where nobody can tell. */
	readonly letters: (glyph: Glyph) => string;
}

export interface Glyph {
	readonly unicode: string;
	readonly width: number;
	readonly isSpace: boolean;
	readonly originalCharCode: number;
}

/** #rrggbb, "pattern", or null for nothing to be seen. */
type Paint = string | null;

export interface DrawnPath {
	/** Kind of each segment, with coordinates, in the path's own space. */
	readonly segments: ArrayLike<number>;
	/** On the page, with half the line's width around it. */
	readonly box: Box;
	readonly paints: readonly Paint[];
}

/** Hears what is drawn, in the order of drawing. */
export interface Drawing {
	/** Something is drawn, of whatever kind. */
	anything(): void;
	/** Start, end and baseline along the writing direction, in points. */
	character(text: string, look: TextLook, start: number, end: number, baseline: number): void;
	space(): void;
	picture(box: Box): void;
	shading(box: Box): void;
	path(path: DrawnPath): void;
}

/** What the characters of one operator share. */
export interface TextLook {
	readonly font: Font;
	/** Points. */
	readonly em: number;
	/** Writing direction, a unit vector, and in whole degrees. */
	readonly cos: number;
	readonly sin: number;
	readonly angle: number;
}

interface State {
	ctm: Matrix;
	clip: Box;
	font: Font | null;
	fontSize: number;
	charSpacing: number;
	wordSpacing: number;
	horizontalScale: number;
	leading: number;
	rise: number;
	lineWidth: number;
	fill: Paint;
	stroke: Paint;
	fillAlpha: number;
	strokeAlpha: number;
}

const INITIAL: Readonly<State> = {
	ctm: IDENTITY,
	clip: EVERYWHERE,
	font: null,
	fontSize: 0,
	charSpacing: 0,
	wordSpacing: 0,
	horizontalScale: 1,
	leading: 0,
	rise: 0,
	lineWidth: 1,
	fill: "#000000",
	stroke: "#000000",
	fillAlpha: 1,
	strokeAlpha: 1,
};

export interface OperatorList {
	readonly fnArray: ArrayLike<number>;
	readonly argsArray: ArrayLike<unknown>;
}

type Arguments = readonly unknown[];
type FontOf = (name: string) => Font;

const UNIT: Box = { left: 0, bottom: 0, right: 1, top: 1 };
const { closeStroke, fillStroke, eoFillStroke, closeFillStroke, closeEOFillStroke } = OPS;
const STROKED = new Set([OPS.stroke, closeStroke, fillStroke, eoFillStroke, closeFillStroke, closeEOFillStroke]);
const FILLED = new Set([OPS.fill, OPS.eoFill, fillStroke, eoFillStroke, closeFillStroke, closeEOFillStroke]);

/** Tell `drawing` everything the operators draw. `fontOf` gives a font by the name the operators use. */
export function readContent(operators: OperatorList, fontOf: FontOf, drawing: Drawing): void {
	const reader = new ContentReader(fontOf, drawing);
	for (let index = 0; index < operators.fnArray.length; index++) {
		const args = operators.argsArray[index];
		reader.operate(operators.fnArray[index] ?? 0, Array.isArray(args) ? args : []);
	}
}

class ContentReader {
	readonly #fontOf: FontOf;
	readonly #drawing: Drawing;
	#state: State = { ...INITIAL };
	#saved: State[] = [];
	#textMatrix: Matrix = IDENTITY;
	#x = 0;
	#y = 0;
	#lineX = 0;
	#lineY = 0;
	#clips = false; // the next path also clips
	#masks = 0; // groups that are masks: what they draw is not seen

	constructor(fontOf: FontOf, drawing: Drawing) {
		this.#fontOf = fontOf;
		this.#drawing = drawing;
	}

	operate(operator: number, args: Arguments): void {
		this.#handlers[operator]?.(args);
	}

	readonly #handlers: Readonly<Record<number, (args: Arguments) => void>> = {
		[OPS.save]: () => this.#save(),
		[OPS.restore]: () => this.#restore(),
		[OPS.transform]: (args) => this.#concatenate(matrixOf(args as number[])),
		[OPS.setLineWidth]: ([width]) => this.#set({ lineWidth: Number(width) }),
		[OPS.setGState]: ([entries]) => this.#setGraphicsState(entries as [string, unknown][]),
		[OPS.setFillRGBColor]: ([colour]) => this.#set({ fill: String(colour) }),
		[OPS.setStrokeRGBColor]: ([colour]) => this.#set({ stroke: String(colour) }),
		[OPS.setFillColorN]: () => this.#set({ fill: PATTERN }),
		[OPS.setStrokeColorN]: () => this.#set({ stroke: PATTERN }),
		[OPS.setFillTransparent]: () => this.#set({ fill: PATTERN }),
		[OPS.setStrokeTransparent]: () => this.#set({ stroke: PATTERN }),
		[OPS.paintFormXObjectBegin]: ([matrix, box]) => this.#beginForm(matrix as number[], box as number[] | null),
		[OPS.paintFormXObjectEnd]: () => this.#restore(),
		[OPS.beginGroup]: ([group]) => this.#beginGroup((group as { smask?: unknown }).smask),
		[OPS.endGroup]: ([group]) => this.#endGroup((group as { smask?: unknown }).smask),
		[OPS.beginAnnotation]: ([, , transform, matrix]) =>
			this.#beginAnnotation(transform as number[], matrix as number[]),
		[OPS.endAnnotation]: () => this.#endAnnotation(),
		[OPS.clip]: () => this.#clipNext(),
		[OPS.eoClip]: () => this.#clipNext(),
		[OPS.constructPath]: ([paint, segments]) => this.#path(Number(paint), (segments as ArrayLike<number>[])[0] ?? []),
		[OPS.shadingFill]: () => this.#see(() => this.#drawing.shading(this.#state.clip)),
		[OPS.paintImageXObject]: () => this.#picture(),
		[OPS.paintInlineImageXObject]: () => this.#picture(),
		[OPS.paintImageMaskXObject]: () => this.#picture(),
		[OPS.paintSolidColorImageMask]: () => this.#picture(),
		[OPS.beginText]: () => this.#setTextMatrix(IDENTITY),
		[OPS.setTextMatrix]: ([matrix]) => this.#setTextMatrix(matrixOf(matrix as number[])),
		[OPS.setFont]: ([name, size]) => this.#set({ font: this.#fontOf(String(name)), fontSize: Number(size) }),
		[OPS.setCharSpacing]: ([spacing]) => this.#set({ charSpacing: Number(spacing) }),
		[OPS.setWordSpacing]: ([spacing]) => this.#set({ wordSpacing: Number(spacing) }),
		[OPS.setHScale]: ([percent]) => this.#set({ horizontalScale: Number(percent) / 100 }),
		[OPS.setLeading]: ([leading]) => this.#set({ leading: -Number(leading) }),
		[OPS.setTextRise]: ([rise]) => this.#set({ rise: Number(rise) }),
		[OPS.moveText]: ([x, y]) => this.#moveText(Number(x), Number(y)),
		[OPS.setLeadingMoveText]: ([x, y]) => {
			this.#set({ leading: Number(y) });
			this.#moveText(Number(x), Number(y));
		},
		[OPS.nextLine]: () => this.#moveText(0, this.#state.leading),
		[OPS.showText]: ([glyphs]) => this.#see(() => this.#showText(glyphs as (Glyph | number)[])),
	};

	// graphics state

	#set(change: Partial<State>): void {
		Object.assign(this.#state, change);
	}

	#save(): void {
		this.#saved.push({ ...this.#state });
	}

	#restore(): void {
		this.#state = this.#saved.pop() ?? this.#state;
	}

	#concatenate(matrix: Matrix): void {
		this.#set({ ctm: times(matrix, this.#state.ctm) });
	}

	#setGraphicsState(entries: readonly [string, unknown][]): void {
		for (const [key, value] of entries) {
			if (key === "LW") this.#set({ lineWidth: Number(value) });
			else if (key === "ca") this.#set({ fillAlpha: Number(value) });
			else if (key === "CA") this.#set({ strokeAlpha: Number(value) });
			else if (key === "Font" && Array.isArray(value)) {
				this.#set({ font: this.#fontOf(String(value[0])), fontSize: Number(value[1]) });
			}
		}
	}

	#beginForm(matrix: ArrayLike<number>, box: ArrayLike<number> | null): void {
		this.#save();
		this.#concatenate(matrixOf(matrix));
		if (box === null) return;
		const [left = 0, bottom = 0, right = 0, top = 0] = Array.from(box);
		this.#set({ clip: common(this.#state.clip, moved({ left, bottom, right, top }, this.#state.ctm)) });
	}

	#beginGroup(mask: unknown): void {
		if (mask) this.#masks += 1;
	}

	#endGroup(mask: unknown): void {
		if (mask) this.#masks -= 1;
	}

	#beginAnnotation(transform: ArrayLike<number>, matrix: ArrayLike<number>): void {
		this.#saved = [];
		this.#state = { ...INITIAL };
		this.#concatenate(matrixOf(transform));
		this.#concatenate(matrixOf(matrix));
	}

	#endAnnotation(): void {
		this.#saved = [];
		this.#state = { ...INITIAL };
	}

	// what is seen

	#see(draw: () => void): void {
		if (this.#masks > 0) return;
		this.#drawing.anything();
		draw();
	}

	#picture(): void {
		this.#see(() => this.#drawing.picture(moved(UNIT, this.#state.ctm)));
	}

	#clipNext(): void {
		this.#clips = true;
	}

	#path(paint: number, segments: ArrayLike<number>): void {
		const { ctm, lineWidth } = this.#state;
		const isStroked = STROKED.has(paint);
		const paints = [...(FILLED.has(paint) ? [this.#fill()] : []), ...(isStroked ? [this.#stroke()] : [])];
		const bare = boxOf(segments);
		if (paints.length > 0 && bare !== null) {
			const box = moved(isStroked ? wider(bare, lineWidth / 2) : bare, ctm);
			this.#see(() => this.#drawing.path({ segments, box, paints }));
		}
		if (this.#clips && bare !== null) this.#set({ clip: common(this.#state.clip, moved(bare, ctm)) });
		this.#clips = false;
	}

	#fill(): Paint {
		return this.#state.fillAlpha > 0 ? this.#state.fill : null;
	}

	#stroke(): Paint {
		return this.#state.strokeAlpha > 0 ? this.#state.stroke : null;
	}

	// text

	#setTextMatrix(matrix: Matrix): void {
		this.#textMatrix = matrix;
		this.#x = this.#y = this.#lineX = this.#lineY = 0;
	}

	#moveText(x: number, y: number): void {
		this.#x = this.#lineX += x;
		this.#y = this.#lineY += y;
	}

	#showText(glyphs: readonly (Glyph | number)[]): void {
		const { font, fontSize, charSpacing, wordSpacing, horizontalScale, rise } = this.#state;
		if (font === null) return;
		const toPage = times(this.#textMatrix, this.#state.ctm);
		const look = lookOf(font, fontSize, toPage);
		const [a, b, c, d, e, f] = toPage;
		const { em, cos, sin } = look;
		const slanted = isSlanted(look);
		const scale = Math.hypot(a, b) || 1;
		const y = this.#y + rise;
		for (const glyph of glyphs) {
			if (typeof glyph === "number") {
				this.#x -= (glyph / 1000) * fontSize * horizontalScale;
				continue;
			}
			const width = Math.trunc(glyph.width); // as the server's library counts, so that both see the same gaps
			const advance = width * font.widthScale * fontSize * horizontalScale;
			const text = font.letters(glyph);
			if (isBlank(text)) this.#drawing.space();
			else {
				const left = a * this.#x + c * y + e;
				const baseline = b * this.#x + d * y + f;
				const start = left * cos + baseline * sin;
				const end = Math.max(start + (slanted ? em : advance * scale), start);
				this.#drawing.character(text, look, start, end, baseline * cos - left * sin);
			}
			this.#x += advance + (charSpacing + (glyph.isSpace ? wordSpacing : 0)) * horizontalScale;
		}
	}
}

function lookOf(font: Font, fontSize: number, [a, b, c, d]: Matrix): TextLook {
	const scale = Math.hypot(a, b) || 1;
	const [cos, sin] = [a / scale, b / scale];
	const angle = (Math.round((Math.atan2(sin, cos) * 180) / Math.PI) + 360) % 360;
	return { font, em: Math.abs(fontSize) * Math.hypot(c, d) || 1, cos, sin, angle };
}

function isBlank(text: string): boolean {
	const code = text.charCodeAt(0);
	const isLetter = (code > 0x20 && code < 0xa0) || (code > 0xa0 && code < 0x2000); // the quick answer for nearly all
	return !isLetter && SPACE.test(text);
}

/** The server's library does not know the advance of a slanted letter. */
export function isSlanted({ cos, sin }: { readonly cos: number; readonly sin: number }): boolean {
	return Math.abs(cos * sin) > 0.01;
}

const PATTERN = "pattern";
const SPACE = /^[\t\n\r\u0020\u00a0\u2000-\u200a\u202f\u3000]+$/u;
/** Numbers behind each kind of segment: move, line, curve, quadratic curve, close. */
export const SEGMENT_LENGTHS: readonly number[] = [2, 2, 6, 4, 0];

/** The box around every point, control points too; null without any. */
function boxOf(segments: ArrayLike<number>): Box | null {
	let box: Box | null = null;
	for (let at = 0; at < segments.length; ) {
		const length = SEGMENT_LENGTHS[segments[at] ?? 0] ?? 0;
		for (let point = at + 1; point < at + 1 + length; point += 2) {
			const [x, y] = [segments[point] ?? 0, segments[point + 1] ?? 0];
			const here = { left: x, bottom: y, right: x, top: y };
			box = box === null ? here : around(box, here);
		}
		at += 1 + length;
	}
	return box;
}

function wider(box: Box, by: number): Box {
	return { left: box.left - by, bottom: box.bottom - by, right: box.right + by, top: box.top + by };
}
