// Points, y pointing up. A matrix maps (x, y) to (ax + cy + e, bx + dy + f).

export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
export const MM = 72 / 25.4;

/** The matrix that applies `first`, then `next`. */
export function times(first: Matrix, next: Matrix): Matrix {
	const [a, b, c, d, e, f] = first;
	const [g, h, i, j, k, l] = next;
	return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
}

/** A matrix out of the numbers of an operator; the identity for what is none. */
export function matrixOf(numbers: ArrayLike<number> | null | undefined): Matrix {
	if (!numbers || numbers.length < 6) return IDENTITY;
	const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Array.from(numbers);
	return [a, b, c, d, e, f];
}

export interface Box {
	readonly left: number;
	readonly bottom: number;
	readonly right: number;
	readonly top: number;
}

export const EVERYWHERE: Box = {
	left: Number.NEGATIVE_INFINITY,
	bottom: Number.NEGATIVE_INFINITY,
	right: Number.POSITIVE_INFINITY,
	top: Number.POSITIVE_INFINITY,
};

export function width(box: Box): number {
	return box.right - box.left;
}

export function height(box: Box): number {
	return box.top - box.bottom;
}

/** The upright box around a box that was moved and turned. */
export function moved(box: Box, matrix: Matrix): Box {
	const [a, b, c, d, e, f] = matrix;
	const corners = [box.left, box.right].flatMap((x) => [box.bottom, box.top].map((y) => [x, y] as const));
	const xs = corners.map(([x, y]) => a * x + c * y + e);
	const ys = corners.map(([x, y]) => b * x + d * y + f);
	return { left: Math.min(...xs), bottom: Math.min(...ys), right: Math.max(...xs), top: Math.max(...ys) };
}

export function common(one: Box, other: Box): Box {
	return {
		left: Math.max(one.left, other.left),
		bottom: Math.max(one.bottom, other.bottom),
		right: Math.min(one.right, other.right),
		top: Math.min(one.top, other.top),
	};
}

export function around(one: Box, other: Box): Box {
	return {
		left: Math.min(one.left, other.left),
		bottom: Math.min(one.bottom, other.bottom),
		right: Math.max(one.right, other.right),
		top: Math.max(one.top, other.top),
	};
}
