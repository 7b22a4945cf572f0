// Curves as lines, and whether lines are more than rules and boxes. Twin of backend/documents/metafile/outlines.py.

export type Point = readonly [x: number, y: number];
export type Figure = Point[];
/** Left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

const CURVE_STEPS = 8;
const TURN_STEPS = 32;
const ALIGNED = 0.02; // of a segment's length, as in drawings of a PDF

/** Bézier curves, one behind the other: a start, then two handles and an end each. */
export function curve(points: readonly Point[]): Figure {
	const figure = points.slice(0, 1);
	for (let index = 0; index + 3 < points.length; index += 3) {
		const [a, b, c, d] = points.slice(index, index + 4) as [Point, Point, Point, Point];
		for (let step = 1; step <= CURVE_STEPS; step++) {
			const t = step / CURVE_STEPS;
			const [p, q, r, s] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
			figure.push([p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1]]);
		}
	}
	return figure;
}

export function box([left, top, right, bottom]: Box): Figure {
	return [
		[left, top],
		[right, top],
		[right, bottom],
		[left, bottom],
	];
}

export function ellipse(around: Box): Figure {
	return arc(around, [around[2], 0], [around[2], 0]).slice(0, -1);
}

/** Against the clock between two rays from the middle; all around where they are one. y points down. */
export function arc([left, top, right, bottom]: Box, begins: Point, ends: Point): Figure {
	const [x, y, across, down] = [(left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2];
	const angle = ([px, py]: Point) => Math.atan2((y - py) * across, (px - x) * down);
	const first = angle(begins);
	let last = angle(ends);
	if ((begins[0] === ends[0] && begins[1] === ends[1]) || last <= first) last += 2 * Math.PI;
	return Array.from({ length: TURN_STEPS + 1 }, (_, step): Point => {
		const at = first + ((last - first) * step) / TURN_STEPS;
		return [x + across * Math.cos(at), y - down * Math.sin(at)];
	});
}

/** Whether there are slanted lines: letters turned into outlines, emblems; not rules, borders and boxes. */
export function isDrawn(figures: readonly Figure[]): boolean {
	return figures.some((figure) => figure.length > 2 && isSlanted(figure));
}

/** How often a figure of level and upright lines turns the corner. */
export function turns(figure: Figure): number {
	let count = 0;
	let before: boolean | null = null;
	for (const [across, down] of steps(figure)) {
		if (across === 0 && down === 0) continue;
		const isLevel = across >= down;
		if (before !== null && isLevel !== before) count += 1;
		before = isLevel;
	}
	return count;
}

function isSlanted(figure: Figure): boolean {
	for (const [across, down] of steps(figure)) {
		if (Math.min(across, down) > ALIGNED * Math.max(across, down) + 0.01) return true;
	}
	return false;
}

function* steps(figure: Figure): Generator<readonly [across: number, down: number]> {
	let before: Point | null = null;
	for (const point of figure) {
		if (before !== null) yield [Math.abs(point[0] - before[0]), Math.abs(point[1] - before[1])];
		before = point;
	}
}
