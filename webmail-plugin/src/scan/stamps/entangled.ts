// Frames among ink that hangs together with other ink: a stamp pressed over a seal, a signature or a line of text.
// Lengths are in cells of the mask.

import type { Points } from "./components.ts";
import { sideCoverage } from "./frames.ts";
import { Axes, boxAt, commonShare, type TurnedBox } from "./turned_box.ts";

/** Sizes a stamp's frame may have. */
export interface FrameSizes {
	/** Of the longer sides. */
	readonly shortest: number;
	readonly longest: number;
	/** Of the shorter sides. */
	readonly lowest: number;
	readonly highest: number;
	/** How near to a side ink stands that is its line. */
	readonly edge: number;
	/** In a line. */
	readonly gap: number;
	/** What no line is. */
	readonly thick: number;
	/** How far lines may go on behind the corners of a frame that is nothing else. */
	readonly overrun: number;
}

interface Segment {
	readonly at: number;
	readonly from: number;
	readonly to: number;
}

interface Found {
	readonly box: TurnedBox;
	readonly covered: number;
	readonly closed: boolean;
}

interface Span {
	/** Its lines end where it does. */
	readonly closed: boolean;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

const MOST_CELLS = 25_000; // a stamp over a seal has 10,000; photographs have more
const BEST_ANGLES = 7;
const ANGLES_APART = 2; // degrees
const MOST_LINES = 24; // of each direction, the longest
const MOST_TRIED = 150; // rectangles of an angle
const SEPARATE = 0.6; // of the larger of two
const MOST_SEPARATE = 4; // in a table there are more
const SAME_FRAME = 0.9;
const MOST_FRAMES = 8;
const WHOLE = 0.85; // of each side: lines that only seem to cross a seal's letters and rings cover less

/** Two parallel lines with lines at their ends. The clearest first, and of those about the same only the clearest. Where
 *  there are many, of a table, only those whose lines end with them. */
export function framesWithin(points: Points, sizes: FrameSizes): TurnedBox[] {
	if (points.length > 2 * MOST_CELLS) return [];
	const found = sharpestAngles(points).flatMap((angle) => framesAt(points, angle, sizes));
	found.sort((a, b) => b.covered - a.covered);
	const isTable = distinct(found, SEPARATE).length > MOST_SEPARATE;
	const frames = isTable ? found.filter(({ closed }) => closed) : found;
	return distinct(frames, SAME_FRAME)
		.slice(0, MOST_FRAMES)
		.map(({ box }) => box);
}

/** Of those that share more than this with a clearer one, none. */
function distinct(frames: readonly Found[], share: number): Found[] {
	const kept: Found[] = [];
	for (const frame of frames) {
		if (kept.every((other) => commonShare(frame.box, other.box) < share)) kept.push(frame);
	}
	return kept;
}

function framesAt(points: Points, angle: number, sizes: FrameSizes): Found[] {
	const axes = new Axes(angle);
	const across = segments(points, (x, y) => [axes.down(x, y), axes.across(x, y)], sizes);
	const down = segments(points, (x, y) => [axes.across(x, y), axes.down(x, y)], sizes);
	const spans = [...rectangles(across, down, sizes), ...rectangles(down, across, sizes).map(transposed)];
	return spans.flatMap(({ closed, ...span }) => {
		const box = { angle, ...span };
		const covered = Math.min(...sideCoverage(points, box, sizes.edge));
		return covered >= WHOLE && isOfLines(points, box, sizes) ? [{ box, covered, closed }] : [];
	});
}

/** Whether the sides are thin: the strokes of large letters also bound rectangles. */
function isOfLines(points: Points, box: TurnedBox, { thick }: FrameSizes): boolean {
	return [thick, -thick].every((by) => {
		const moved = {
			angle: box.angle,
			left: box.left + by,
			right: box.right - by,
			top: box.top + by,
			bottom: box.bottom - by,
		};
		return sideCoverage(points, moved, 1).every((share) => share < WHOLE);
	});
}

function transposed({ closed, left, right, top, bottom }: Span): Span {
	return { closed, left: top, right: bottom, top: left, bottom: right };
}

/** Angles at which ink falls into the fewest rows and columns: there lines run along them. */
function sharpestAngles(points: Points): number[] {
	const scores = Array.from({ length: 90 }, (_, index) => ({
		angle: index - 45,
		score: sharpness(points, index - 45),
	}));
	scores.sort((a, b) => b.score - a.score);
	const best: number[] = [];
	for (const { angle } of scores) {
		const apart = (other: number) => Math.min(Math.abs(angle - other), 90 - Math.abs(angle - other));
		if (best.every((other) => apart(other) > ANGLES_APART)) best.push(angle);
		if (best.length === BEST_ANGLES) break;
	}
	return best;
}

function sharpness(points: Points, angle: number): number {
	const axes = new Axes(angle);
	const box = boxAt(points, angle);
	const rows = new Uint32Array(Math.ceil(box.bottom - box.top) + 1);
	const columns = new Uint32Array(Math.ceil(box.right - box.left) + 1);
	for (let at = 0; at < points.length; at += 2) {
		const [x, y] = [(points[at] ?? 0) + 0.5, (points[at + 1] ?? 0) + 0.5];
		const [row, column] = [Math.floor(axes.down(x, y) - box.top), Math.floor(axes.across(x, y) - box.left)];
		rows[row] = (rows[row] ?? 0) + 1;
		columns[column] = (columns[column] ?? 0) + 1;
	}
	return squares(rows) + squares(columns);
}

/** Of every two neighbours together: the grid of cells itself is sharp at 0 and 45 degrees. */
function squares(counts: Uint32Array): number {
	let sum = 0;
	for (let index = 1; index < counts.length; index++) sum += ((counts[index - 1] ?? 0) + (counts[index] ?? 0)) ** 2;
	return sum;
}

/** Straight lines of ink along one axis, longest first. `place` gives (where the line lies, how far along it). */
function segments(points: Points, place: (x: number, y: number) => [number, number], sizes: FrameSizes): Segment[] {
	const rows = new Map<number, number[]>();
	for (let at = 0; at < points.length; at += 2) {
		const [row, along] = place((points[at] ?? 0) + 0.5, (points[at + 1] ?? 0) + 0.5);
		const key = Math.floor(row);
		for (const near of [key, key + 1]) {
			const known = rows.get(near);
			if (known === undefined) rows.set(near, [along]);
			else known.push(along);
		}
	}
	const found = [...rows].flatMap(([at, places]) => runs(at, places, sizes));
	found.sort((a, b) => b.to - b.from - (a.to - a.from));
	const distinct: Segment[] = [];
	for (const line of found) {
		if (!distinct.some((other) => isPartOf(line, other, sizes.edge))) distinct.push(line);
		if (distinct.length === 2 * MOST_LINES) break;
	}
	return distinct;
}

function runs(at: number, places: number[], { lowest, gap }: FrameSizes): Segment[] {
	places.sort((a, b) => a - b);
	const found: Segment[] = [];
	let from = places[0] ?? 0;
	let to = from;
	for (const place of [...places.slice(1), Number.POSITIVE_INFINITY]) {
		if (place - to <= gap) {
			to = place;
			continue;
		}
		if (to - from >= lowest) found.push({ at, from: from - 0.5, to: to + 0.5 });
		[from, to] = [place, place];
	}
	return found;
}

function isPartOf(line: Segment, other: Segment, edge: number): boolean {
	return Math.abs(line.at - other.at) < 2 && line.from >= other.from - edge && line.to <= other.to + edge;
}

/** Rectangles of two long lines and two others that join them. */
function rectangles(lines: readonly Segment[], joins: readonly Segment[], sizes: FrameSizes): Span[] {
	const long = lines.filter(({ from, to }) => to - from >= sizes.shortest).slice(0, MOST_LINES);
	const found: Span[] = [];
	for (const one of long) {
		for (const other of long) {
			const apart = other.at - one.at;
			if (apart < sizes.lowest || apart > sizes.highest) continue;
			for (const [left, right] of ends(one, other, joins, sizes)) {
				const overrun = Math.max(left - Math.min(one.from, other.from), Math.max(one.to, other.to) - right);
				const span = { closed: overrun <= sizes.overrun, left, right, top: one.at, bottom: other.at };
				if (found.length < MOST_TRIED) found.push(span);
			}
		}
	}
	return found;
}

/** Where two lines are joined, twice. */
function ends(one: Segment, other: Segment, joins: readonly Segment[], sizes: FrameSizes): [number, number][] {
	const { edge, shortest, longest } = sizes;
	const [from, to] = [Math.max(one.from, other.from) - edge, Math.min(one.to, other.to) + edge];
	const places = joins
		.filter((join) => join.at >= from && join.at <= to && join.from <= one.at + edge && join.to >= other.at - edge)
		.map((join) => join.at)
		.sort((a, b) => a - b);
	return places.flatMap((left) =>
		places
			.filter((right) => right - left >= shortest && right - left <= longest)
			.map((right): [number, number] => [left, right]),
	);
}
