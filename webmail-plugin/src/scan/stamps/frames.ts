// Frames: what makes a stamp of red letters or dark lines. Lengths are in cells of the mask.

import type { Points } from "./components.ts";
import { Axes, boxAt, commonShare, type TurnedBox } from "./turned_box.ts";

const COVERED = 0.6; // of a side, for it to be a line
const THREE_SIDES = 3;
const WEAKEST_SIDE = 0.25; // the fourth may be worn

/** Which share of each side has ink no further from it than `edge`: left, right, top, bottom. */
function coverage(points: Points, box: TurnedBox, edge: number): number[] {
	const axes = new Axes(box.angle);
	const [wide, high] = [Math.ceil(box.right - box.left), Math.ceil(box.bottom - box.top)];
	const sides = [new Uint8Array(high), new Uint8Array(high), new Uint8Array(wide), new Uint8Array(wide)] as const;
	for (let at = 0; at < points.length; at += 2) {
		const [x, y] = [(points[at] ?? 0) + 0.5, (points[at + 1] ?? 0) + 0.5];
		const across = axes.across(x, y) - box.left;
		const down = axes.down(x, y) - box.top;
		if (across < -edge || down < -edge || across > wide + edge || down > high + edge) continue;
		const column = Math.min(wide - 1, Math.max(0, Math.floor(across)));
		const row = Math.min(high - 1, Math.max(0, Math.floor(down)));
		if (across < edge) sides[0][row] = 1;
		if (box.right - box.left - across < edge) sides[1][row] = 1;
		if (down < edge) sides[2][column] = 1;
		if (box.bottom - box.top - down < edge) sides[3][column] = 1;
	}
	return sides.map((side) => side.reduce((sum, bit) => sum + bit, 0) / side.length);
}

/** Whether lines run along the rectangle's sides; of one of them little may be left. */
export function isFrame(points: Points, box: TurnedBox, edge: number): boolean {
	return isCovered(coverage(points, box, edge));
}

function isCovered(covered: readonly number[]): boolean {
	const lines = covered.filter((share) => share >= COVERED).length;
	return lines >= THREE_SIDES && Math.min(...covered) >= WEAKEST_SIDE;
}

/** The share of the ink that stands at the rectangle's sides. */
export function shareOnFrame(points: Points, box: TurnedBox, edge: number): number {
	const axes = new Axes(box.angle);
	let near = 0;
	for (let at = 0; at < points.length; at += 2) {
		const [x, y] = [(points[at] ?? 0) + 0.5, (points[at + 1] ?? 0) + 0.5];
		const [across, down] = [axes.across(x, y), axes.down(x, y)];
		const toSide = Math.min(across - box.left, box.right - across, down - box.top, box.bottom - down);
		if (toSide < edge) near += 1;
	}
	return near / (points.length / 2);
}

/** Sizes a stamp's frame may have. */
export interface FrameSizes {
	readonly shortest: number;
	readonly longest: number;
	readonly lowest: number;
	readonly highest: number;
	readonly edge: number;
	/** In a line. */
	readonly gap: number;
}

interface Segment {
	readonly at: number;
	readonly from: number;
	readonly to: number;
}

const BEST_ANGLES = 2;
const MOST_SEGMENTS = 60;
const MOST_FRAMES = 4;
const SAME_FRAME = 0.6;
const SAME_ENDS = 0.85; // of two lines' lengths: those of a table go on

/** Frames among ink that hangs together with other ink, a seal or a signature: two parallel lines with lines at their
 *  ends. The clearest first, and of those about the same only the clearest. */
export function framesWithin(points: Points, sizes: FrameSizes): TurnedBox[] {
	const found = sharpestAngles(points).flatMap((angle) => framesAt(points, angle, sizes));
	found.sort((a, b) => b.covered - a.covered);
	const distinct: TurnedBox[] = [];
	for (const { box } of found) {
		if (distinct.every((other) => commonShare(box, other) < SAME_FRAME)) distinct.push(box);
	}
	return distinct.slice(0, MOST_FRAMES);
}

function framesAt(points: Points, angle: number, sizes: FrameSizes): { box: TurnedBox; covered: number }[] {
	const axes = new Axes(angle);
	const across = segments(points, (x, y) => [axes.down(x, y), axes.across(x, y)], sizes);
	const down = segments(points, (x, y) => [axes.across(x, y), axes.down(x, y)], sizes);
	const spans = [...between(across, sizes), ...between(down, sizes).map(transposed)];
	return spans.flatMap(({ left, right, top, bottom }) => {
		const box = { angle, left, right, top, bottom };
		const sides = coverage(points, box, sizes.edge);
		return isCovered(sides) ? [{ box, covered: Math.min(...sides) }] : [];
	});
}

interface Span {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

function transposed({ left, right, top, bottom }: Span): Span {
	return { left: top, right: bottom, top: left, bottom: right };
}

/** Angles at which ink falls into the fewest rows and columns: there lines run along them. */
function sharpestAngles(points: Points): number[] {
	const scores = Array.from({ length: 90 }, (_, index) => {
		const angle = index - 45;
		return { angle, score: sharpness(points, angle) };
	});
	scores.sort((a, b) => b.score - a.score);
	const best: number[] = [];
	for (const { angle } of scores) {
		const isNew = best.every((other) => Math.min(Math.abs(angle - other), 90 - Math.abs(angle - other)) > 2);
		if (isNew) best.push(angle);
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
	const squares = (counts: Uint32Array) => counts.reduce((sum, count) => sum + count * count, 0);
	return squares(rows) + squares(columns);
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
	return found.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_SEGMENTS);
}

function runs(at: number, places: number[], { shortest, longest, gap }: FrameSizes): Segment[] {
	places.sort((a, b) => a - b);
	const found: Segment[] = [];
	let from = places[0] ?? 0;
	let to = from;
	for (const place of [...places.slice(1), Number.POSITIVE_INFINITY]) {
		if (place - to <= gap) {
			to = place;
			continue;
		}
		if (to - from >= shortest && to - from <= longest * 1.2) found.push({ at, from: from - 0.5, to: to + 0.5 });
		[from, to] = [place, place];
	}
	return found;
}

/** Rectangles between two lines of about the same ends. */
function between(lines: readonly Segment[], sizes: FrameSizes): Span[] {
	const found: Span[] = [];
	for (const one of lines) {
		for (const other of lines) {
			const apart = other.at - one.at;
			if (apart < sizes.lowest || apart > sizes.highest) continue;
			const [left, right] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
			const overlap = right - left;
			const isPair =
				overlap >= sizes.shortest &&
				overlap >= SAME_ENDS * (Math.max(one.to, other.to) - Math.min(one.from, other.from));
			const span = {
				left: Math.min(one.from, other.from),
				right: Math.max(one.to, other.to),
				top: one.at,
				bottom: other.at,
			};
			if (isPair && !found.some((known) => isAbout(known, span, sizes.edge))) found.push(span);
		}
	}
	return found;
}

function isAbout(one: Span, other: Span, edge: number): boolean {
	const differences = [one.left - other.left, one.right - other.right, one.top - other.top, one.bottom - other.bottom];
	return differences.every((difference) => Math.abs(difference) <= 2 * edge);
}
