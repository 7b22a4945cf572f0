// Rectangles that stand turned on a page.

import type { Points } from "./components.ts";

/** A rectangle whose sides are turned by `angle` (degrees, clockwise as y grows downwards): along its own axes it
 *  spans left…right and top…bottom. */
export interface TurnedBox {
	readonly angle: number;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** Coordinates along axes that are turned by `angle` degrees. */
export class Axes {
	readonly cos: number;
	readonly sin: number;

	constructor(angle: number) {
		this.cos = Math.cos((angle * Math.PI) / 180);
		this.sin = Math.sin((angle * Math.PI) / 180);
	}

	across(x: number, y: number): number {
		return x * this.cos + y * this.sin;
	}

	down(x: number, y: number): number {
		return y * this.cos - x * this.sin;
	}
}

/** Along the text that would stand in it: the longer side. */
export function lengthOf(box: TurnedBox): number {
	return Math.max(box.right - box.left, box.bottom - box.top);
}

export function thicknessOf(box: TurnedBox): number {
	return Math.min(box.right - box.left, box.bottom - box.top);
}

/** The smallest rectangle around cells, of those turned by whole degrees. Ties go to the least turned. */
export function smallestBox(points: Points): TurnedBox {
	const corners = hull(points);
	let best = boxAt(corners, 0);
	for (let turn = 1; turn <= 45; turn++) {
		for (const angle of [turn, -turn]) {
			const box = boxAt(corners, angle);
			if (area(box) < area(best) - 1e-6) best = box;
		}
	}
	return best;
}

/** The rectangle around cells that is turned by `angle`; a cell has an extent of 1. */
export function boxAt(points: Points, angle: number): TurnedBox {
	const axes = new Axes(angle);
	let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
	for (let at = 0; at < points.length; at += 2) {
		const [x, y] = [(points[at] ?? 0) + 0.5, (points[at + 1] ?? 0) + 0.5];
		const [across, down] = [axes.across(x, y), axes.down(x, y)];
		left = Math.min(left, across);
		right = Math.max(right, across);
		top = Math.min(top, down);
		bottom = Math.max(bottom, down);
	}
	return { angle, left: left - 0.5, right: right + 0.5, top: top - 0.5, bottom: bottom + 0.5 };
}

export function area(box: TurnedBox): number {
	return (box.right - box.left) * (box.bottom - box.top);
}

/** The same rectangle in pixels of the picture, given one in cells. */
export function scaled(box: TurnedBox, by: number): TurnedBox {
	const { angle, left, right, top, bottom } = box;
	return { angle, left: left * by, right: right * by, top: top * by, bottom: bottom * by };
}

/** How much of the larger of two rectangles both have in common, 0 to 1. Turned ones are taken as upright around their
 *  middles, which is near enough to tell whether they are the same. */
export function commonShare(one: TurnedBox, other: TurnedBox): number {
	const [a, b] = [upright(one), upright(other)];
	return common(a, b) / Math.max(area(a), area(b));
}

/** How much of `one` stands in `other`, 0 to 1. */
export function coveredShare(one: TurnedBox, other: TurnedBox): number {
	const a = upright(one);
	return common(a, upright(other)) / area(a);
}

function common(a: TurnedBox, b: TurnedBox): number {
	const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
	const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
	return Math.max(0, across) * Math.max(0, down);
}

function upright(box: TurnedBox): TurnedBox {
	const { cos, sin } = new Axes(box.angle);
	const corners = [box.left, box.right].flatMap((across) =>
		[box.top, box.bottom].map((down) => [across, down] as const),
	);
	const xs = corners.map(([across, down]) => across * cos - down * sin);
	const ys = corners.map(([across, down]) => across * sin + down * cos);
	return { angle: 0, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

type Corner = readonly [x: number, y: number];

/** Corners of the convex hull (Andrew's monotone chain), from the ends of every row. */
function hull(points: Points): Points {
	const rows = new Map<number, [left: number, right: number]>();
	for (let at = 0; at < points.length; at += 2) {
		const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
		const row = rows.get(y);
		if (row === undefined) rows.set(y, [x, x]);
		else if (x < row[0]) row[0] = x;
		else if (x > row[1]) row[1] = x;
	}
	const ends = [...rows].flatMap(([y, [left, right]]): Corner[] =>
		left === right
			? [[left, y]]
			: [
					[left, y],
					[right, y],
				],
	);
	ends.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
	return [...chain(ends), ...chain(ends.reverse())].flat();
}

function chain(sorted: readonly Corner[]): Corner[] {
	const corners: Corner[] = [];
	for (const point of sorted) {
		while (corners.length > 1 && !turnsLeft(corners, point)) corners.pop();
		corners.push(point);
	}
	return corners;
}

function turnsLeft(corners: readonly Corner[], point: Corner): boolean {
	const [before = point, last = point] = corners.slice(-2);
	return (last[0] - before[0]) * (point[1] - before[1]) - (last[1] - before[1]) * (point[0] - before[0]) > 0;
}
