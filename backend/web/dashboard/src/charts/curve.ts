// The share answered by waiting time, in steps, with its interval, and last year's beside it.

import * as Plot from "@observablehq/plot";
import type { ReplyCurveFactsFragment } from "../../../../../webmail-plugin/src/api/generated.ts";
import { durationText, HOUR, percentText, type Texts } from "../words.ts";
import { type Picture, pictureOf, type Size } from "./picture.ts";
import { timeAxis, timeTicks } from "./time_axis.ts";

type Step = ReplyCurveFactsFragment["points"][number];

const FLAT_UP_TO = 1.5; // times the last answer: beyond it nothing changes, however long one letter waits
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** null: no letter was answered. */
export function curvePicture(
	texts: Texts,
	curve: ReplyCurveFactsFragment,
	before: ReplyCurveFactsFragment,
	{ width, height }: Size,
): Picture | null {
	const last = curve.points.at(-1);
	if (last === undefined) return null;
	const end = Math.max(Math.min(curve.longest ?? 0, last.seconds * FLAT_UP_TO), last.seconds, HOUR);
	const axis = timeAxis(end);
	const options: Plot.PlotOptions = {
		width,
		height,
		marginLeft: 52,
		marginRight: 30,
		marginBottom: 28,
		x: { domain: [0, axis.end], ticks: [...axis.ticks], tickFormat: timeTicks(texts), label: null },
		y: {
			domain: [0, 1],
			ticks: QUARTERS,
			tickFormat: (share: number) => percentText(texts, share),
			label: null,
			grid: true,
		},
		marks: [
			Plot.areaY(drawn(curve.points, end), {
				x: "seconds",
				y1: "low",
				y2: "high",
				curve: "step-after",
				className: "band",
			}),
			Plot.lineY(drawn(before.points, end), {
				x: "seconds",
				y: "answered",
				curve: "step-after",
				className: "line before",
			}),
			Plot.lineY(drawn(curve.points, end), { x: "seconds", y: "answered", curve: "step-after", className: "line p50" }),
		],
	};
	const placed = curve.points.map((point) => ({
		x: point.seconds,
		y: point.answered,
		words: stepWords(texts, point, before.points),
	}));
	return pictureOf(options, "x", placed);
}

/** From nothing at the start, and on to the picture's end. */
function drawn(points: readonly Step[], end: number): readonly Step[] {
	const shown = points.filter(({ seconds }) => seconds <= end);
	const start = { seconds: 0, answered: 0, low: 0, high: 0 };
	return points.length === 0 ? [] : [start, ...shown, { ...(shown.at(-1) ?? start), seconds: end }];
}

function stepWords(texts: Texts, { seconds, answered, low, high }: Step, before: readonly Step[]): string {
	const percent = (share: number) => percentText(texts, share);
	const time = durationText(texts, seconds);
	const said = texts("curve.at", { time, share: percent(answered), low: percent(low), high: percent(high) });
	if (before.length === 0) return said;
	const then = before.filter((one) => one.seconds <= seconds).at(-1)?.answered ?? 0;
	return said + texts("curve.before", { share: percent(then) });
}
