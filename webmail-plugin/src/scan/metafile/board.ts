// The board a metafile draws on: what its records say, in device units with y down, once text, shapes and bitmaps. Twin
// of backend/documents/metafile/board.py.

import type { Run } from "../lines.ts";
import type { Bytes } from "../reading.ts";
import { type Box, type Figure, isDrawn, type Point } from "./outlines.ts";

export type Colour = readonly [red: number, green: number, blue: number];
export type Matrix = readonly [number, number, number, number, number, number];
export const UNCHANGED: Matrix = [1, 0, 0, 1, 0, 0];
// Device units of a logical unit in mapping modes other than MM_TEXT (1) and the free ones (7, 8), at 96 an inch
const UNITS: ReadonlyMap<number, number> = new Map([
	[2, 9.6 / 25.4],
	[3, 0.96 / 25.4],
	[4, 0.96],
	[5, 0.096],
	[6, 96 / 1440],
]);
const FREE_MODES = new Set([7, 8]);
const UPDATES_POSITION = 0x01;
const [RIGHT, CENTRE, BOTTOM, BASELINE] = [0x02, 0x06, 0x08, 0x18];
const [ASCENT, DESCENT] = [0.8, 0.2]; // of an em, where a record does not say
const SYMBOL_CHARSET = 2;
const NARROW = new Set("ijlIftr.,:;'!|()[] ");
const WIDE = new Set("MWmw");
const UPPER = /^\p{Lu}$/u;

/** `height` in logical units (0: the system's own), `turned` in degrees against the clock. */
export interface Font {
	readonly tool: "font";
	readonly height: number;
	readonly turned: number;
	readonly charset: number;
	readonly name: string;
}

/** Without a colour nothing is drawn. */
export interface Pen {
	readonly tool: "pen";
	readonly colour: Colour | null;
	readonly width: number;
}

export interface Brush {
	readonly tool: "brush";
	readonly colour: Colour | null;
}

export type Tool = Font | Pen | Brush | null;

export function font(height = 0, turned = 0, charset = 0, name = ""): Font {
	return { tool: "font", height, turned, charset, name };
}

export function pen(colour: Colour | null = [0, 0, 0], width = 0): Pen {
	return { tool: "pen", colour, width };
}

export function brush(colour: Colour | null = [255, 255, 255]): Brush {
	return { tool: "brush", colour };
}

export function isSymbol({ charset }: Font): boolean {
	return charset === SYMBOL_CHARSET;
}

/** About how wide a letter of most fonts is, in em. */
function advance(letter: string): number {
	if (NARROW.has(letter)) return 0.28;
	if (WIDE.has(letter)) return 0.85;
	return UPPER.test(letter) ? 0.66 : 0.5;
}

/** What a device context remembers, and SAVEDC saves. */
export interface Setting {
	readonly mode: number;
	readonly window: Point;
	readonly windowSize: Point;
	readonly viewport: Point;
	readonly viewportSize: Point;
	readonly world: Matrix;
	readonly pen: Pen;
	readonly brush: Brush;
	readonly font: Font;
	readonly align: number;
	readonly at: Point;
}

const FIRST: Setting = {
	mode: 1,
	window: [0, 0],
	windowSize: [1, 1],
	viewport: [0, 0],
	viewportSize: [1, 1],
	world: UNCHANGED,
	pen: pen(),
	brush: brush(),
	font: font(),
	align: 0,
	at: [0, 0],
};

/** Figures filled together (a hole is a figure inside another); `width` of the line in device units. */
export interface Shape {
	readonly figures: readonly Figure[];
	readonly fill: Colour | null;
	readonly line: Colour | null;
	readonly width: number;
}

/** A picture file drawn upright over a box. `operation` is the raster operation. */
export interface Bitmap {
	readonly file: Bytes;
	readonly box: Box;
	readonly operation: number;
}

export interface Drawn {
	readonly run: Run;
	readonly font: Font;
}

export class Board {
	setting = FIRST;
	/** By their direction in degrees, turned upright. */
	readonly runs = new Map<number, Drawn[]>();
	/** In the order of drawing. */
	readonly drawn: (Shape | Bitmap)[] = [];
	readonly clips: Shape[] = [];
	readonly patterns: Bytes[] = [];
	hasOutlines = false;
	readonly #saved: Setting[] = [];
	#path: Figure[] | null = null;
	#ended: Figure[] = [];

	set(changes: Partial<Setting>): void {
		this.setting = { ...this.setting, ...changes };
	}

	save(): void {
		this.#saved.push(this.setting);
	}

	/** The last one (-1), one further back, or one by its number from 1. */
	restore(which: number): void {
		const index = which > 0 ? which - 1 : this.#saved.length + which;
		const saved = this.#saved[index];
		if (saved === undefined) return;
		this.setting = saved;
		this.#saved.length = index;
	}

	use(tool: Tool): void {
		if (tool?.tool === "font") this.set({ font: tool });
		else if (tool?.tool === "pen") this.set({ pen: tool });
		else if (tool?.tool === "brush") this.set({ brush: tool });
	}

	toDevice(point: Point): Point {
		const { window, viewport, world } = this.setting;
		const [a, b, c, d, e, f] = world;
		const [x, y] = [a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f];
		const [across, down] = this.#scale();
		return [(x - window[0]) * across + viewport[0], (y - window[1]) * down + viewport[1]];
	}

	#scale(): Point {
		const { mode, windowSize, viewportSize } = this.setting;
		if (FREE_MODES.has(mode)) return [viewportSize[0] / (windowSize[0] || 1), viewportSize[1] / (windowSize[1] || 1)];
		const unit = UNITS.get(mode);
		return unit === undefined ? [1, 1] : [unit, -unit];
	}

	/** How long something of that height is on the device. */
	#length(logical: number): number {
		const [x, y] = this.toDevice([0, 0]);
		const [x1, y1] = this.toDevice([0, logical]);
		return Math.hypot(x1 - x, y1 - y);
	}

	// Figures

	beginPath(): void {
		this.#path = [];
	}

	endPath(): void {
		this.#ended = this.#path ?? [];
		this.#path = null;
	}

	drawPath({ fill, stroke }: { readonly fill: boolean; readonly stroke: boolean }): void {
		this.#add(this.#takenPath(), fill, stroke);
	}

	/** Letters may be what colours are seen through: they are looked at by themselves. */
	clipToPath(): void {
		const figures = this.#takenPath();
		if (isDrawn(figures)) this.clips.push({ figures, fill: [200, 0, 0], line: null, width: 0 });
	}

	#takenPath(): Figure[] {
		const figures = this.#ended.length > 0 ? this.#ended : (this.#path ?? []);
		this.#ended = [];
		this.#path = null;
		return figures;
	}

	moveTo(point: Point): void {
		this.set({ at: point });
		this.#path?.push([this.toDevice(point)]);
	}

	/** A line from where the pen is, over these points. */
	lineTo(points: readonly Point[]): void {
		const last = points.at(-1);
		if (last === undefined) return;
		const line = points.map((point) => this.toDevice(point));
		const whole = [this.toDevice(this.setting.at), ...line];
		if (this.#path === null) this.#add([whole], false, true);
		else {
			const open = this.#path.at(-1);
			if (open === undefined) this.#path.push(whole);
			else for (const point of line) open.push(point);
		}
		this.set({ at: last });
	}

	close(): void {
		const open = this.#path?.at(-1);
		if (open?.[0] !== undefined) open.push(open[0]);
	}

	/** Polygons (with holes) or lines. */
	figures(logical: readonly (readonly Point[])[], closed: boolean): void {
		const figures = logical
			.filter((points) => points.length > 0)
			.map((points) => points.map((point) => this.toDevice(point)));
		if (closed) for (const figure of figures) figure.push(figure[0] as Point);
		if (this.#path === null) this.#add(figures, closed, true);
		else this.#path.push(...figures);
	}

	#add(figures: readonly Figure[], isFilled: boolean, isStroked: boolean): void {
		const now = this.setting;
		const fill = isFilled ? now.brush.colour : null;
		const line = isStroked ? now.pen.colour : null;
		if (figures.length === 0 || (fill === null && line === null)) return;
		this.drawn.push({ figures, fill, line, width: this.#length(now.pen.width) });
		this.hasOutlines ||= isDrawn(figures);
	}

	bitmap(file: Bytes, corner: Point, size: Point, operation: number): void {
		const [x, y] = this.toDevice(corner);
		const [x1, y1] = this.toDevice([corner[0] + size[0], corner[1] + size[1]]);
		const box: Box = [Math.min(x, x1), Math.min(y, y1), Math.max(x, x1), Math.max(y, y1)];
		this.drawn.push({ file, box, operation });
	}

	// Text

	/** `advances` in logical units, as many as there are code units, or none. */
	text(text: string, reference: Point, advances: readonly number[]): void {
		if (text === "") return;
		const { font, align } = this.setting;
		const em = Math.abs(font.height) || 16;
		const widths = advances.length > 0 ? advances : [...text].map((letter) => em * advance(letter));
		const length = widths.reduce((sum, width) => sum + width, 0);
		const at = align & UPDATES_POSITION ? this.setting.at : reference;
		const turn = (font.turned * Math.PI) / 180;
		const along: Point = [Math.cos(turn), this.#scale()[1] < 0 ? Math.sin(turn) : -Math.sin(turn)];
		const side = align & CENTRE;
		const back = side === RIGHT ? length : side === CENTRE ? 0.5 * length : 0;
		const start: Point = [at[0] - back * along[0], at[1] - back * along[1]];
		const end: Point = [start[0] + length * along[0], start[1] + length * along[1]];
		if (align & UPDATES_POSITION) this.set({ at: end });
		this.#run(text, this.toDevice(start), this.toDevice(end), this.#length(em));
	}

	#run(text: string, start: Point, end: Point, em: number): void {
		const width = Math.hypot(end[0] - start[0], end[1] - start[1]);
		const turned = width ? Math.atan2(start[1] - end[1], end[0] - start[0]) : 0; // y up
		const [cosine, sine] = [Math.cos(turned), Math.sin(turned)];
		const x = start[0] * cosine - start[1] * sine;
		const height = -start[1] * cosine - start[0] * sine;
		const level = this.setting.align & BASELINE;
		const y = height + (level === BASELINE ? 0 : level === BOTTOM ? DESCENT * em : -ASCENT * em);
		const direction = (((Math.round((turned * 180) / Math.PI) % 360) + 360) % 360) + 0;
		const others = this.runs.get(direction) ?? [];
		others.push({ run: { x, y, width, height: em, text }, font: this.setting.font });
		this.runs.set(direction, others);
	}
}
