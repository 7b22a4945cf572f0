// Frames: what makes a stamp of red letters or dark lines. Lengths are in cells of the mask.

import type { Points } from "./components.ts";
import { Axes, type TurnedBox } from "./turned_box.ts";

const COVERED = 0.6; // of a side, for it to be a line
const THREE_SIDES = 3;
const WEAKEST_SIDE = 0.25; // the fourth may be worn

/** Which share of each side has ink no further from it than `edge`: left, right, top, bottom. */
export function sideCoverage(points: Points, box: TurnedBox, edge: number): number[] {
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
		if (Math.abs(across) < edge) sides[0][row] = 1;
		if (Math.abs(box.right - box.left - across) < edge) sides[1][row] = 1;
		if (Math.abs(down) < edge) sides[2][column] = 1;
		if (Math.abs(box.bottom - box.top - down) < edge) sides[3][column] = 1;
	}
	return sides.map((side) => side.reduce((sum, bit) => sum + bit, 0) / side.length);
}

/** Whether lines run along the rectangle's sides; of one of them little may be left. */
export function isFrame(points: Points, box: TurnedBox, edge: number): boolean {
	return isCovered(sideCoverage(points, box, edge));
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
