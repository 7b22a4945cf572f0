// An axis of working time: a step that people count in, and few of them.

import { HOUR, type Texts, tickText } from "../words.ts";

const STEPS = [1, 2, 4, 8, 16, 40, 80, 160, 400, 800, 1600, 4000].map((hours) => hours * HOUR);
const MOST_STEPS = 5;

export interface TimeAxis {
	/** Seconds; the last of them at the axis' end. */
	readonly ticks: readonly number[];
	readonly end: number;
}

/** @param longest seconds that have to find room */
export function timeAxis(longest: number): TimeAxis {
	const step = STEPS.find((one) => longest <= one * MOST_STEPS) ?? Math.ceil(longest / MOST_STEPS);
	const count = Math.max(1, Math.ceil(longest / step));
	return { ticks: Array.from({ length: count + 1 }, (_, place) => place * step), end: count * step };
}

export function timeTicks(texts: Texts): (seconds: number) => string {
	return (seconds) => tickText(texts, seconds);
}
