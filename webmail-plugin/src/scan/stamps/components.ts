// Ink that hangs together.

import type { Mask } from "./mask.ts";

/** Cells of one component as x, y, x, y … */
export type Points = readonly number[];

/** Components of `joined`, each with the cells among them that have ink in `ink` (the same mask, or one that was
 *  grown). Those of fewer cells than `fewest` are left out. */
export function components(ink: Mask, joined: Mask, fewest: number): Points[] {
	const { width, height, cells } = joined;
	const seen = new Uint8Array(cells.length);
	const found: Points[] = [];
	const waiting: number[] = [];
	for (let start = 0; start < cells.length; start++) {
		if (!cells[start] || seen[start]) continue;
		const points: number[] = [];
		seen[start] = 1;
		waiting.push(start);
		for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
			const [x, y] = [at % width, Math.floor(at / width)];
			if (ink.cells[at]) points.push(x, y);
			for (let down = y > 0 ? -1 : 0; down <= (y < height - 1 ? 1 : 0); down++) {
				for (let right = x > 0 ? -1 : 0; right <= (x < width - 1 ? 1 : 0); right++) {
					const next = at + down * width + right;
					if (!cells[next] || seen[next]) continue;
					seen[next] = 1;
					waiting.push(next);
				}
			}
		}
		if (points.length >= 2 * fewest) found.push(points);
	}
	return found;
}
