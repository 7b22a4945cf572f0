// By month of receipt: within what time half, and nine of ten, of its letters were answered; half with its interval.

import * as Plot from "@observablehq/plot";
import type { DashboardFiguresQuery } from "../../../../../webmail-plugin/src/api/generated.ts";
import { durationText, HOUR, monthText, type Texts } from "../words.ts";
import { type Picture, pictureOf, type Size } from "./picture.ts";
import { timeAxis, timeTicks } from "./time_axis.ts";

export type Figures = Extract<DashboardFiguresQuery["dashboardFigures"], { __typename: "DashboardFigures" }>;
type Month = Figures["months"][number];

const MOST_LABELS = 6;

/** null: no month has a value. */
export function trendPicture(texts: Texts, months: readonly Month[], { width, height }: Size): Picture | null {
	const values = months.flatMap(({ medianSeconds, p90Seconds }) => [medianSeconds ?? [], p90Seconds ?? []].flat());
	if (values.length === 0) return null;
	const axis = timeAxis(Math.max(...values, HOUR));
	const every = Math.ceil(months.length / MOST_LABELS);
	const labels = months.map(({ month }) => month).filter((_, place) => (months.length - 1 - place) % every === 0);
	const line = (value: "medianSeconds" | "p90Seconds", className: string) => [
		Plot.lineY([...months], { x: "month", y: value, className: `line ${className}` }),
		Plot.dot([...months], { x: "month", y: value, r: 4, className: `dot ${className}` }),
	];
	const known = months.filter(({ medianInterval: { low, high } }) => low !== null && high !== null);
	const options: Plot.PlotOptions = {
		width,
		height,
		marginLeft: 62,
		marginRight: 28,
		marginBottom: 28,
		x: {
			type: "point",
			domain: months.map(({ month }) => month),
			ticks: labels,
			tickFormat: monthText,
			tickSize: 0,
			label: null,
		},
		y: { domain: [0, axis.end], ticks: [...axis.ticks], tickFormat: timeTicks(texts), label: null, grid: true },
		marks: [
			Plot.ruleX(known, {
				x: "month",
				y1: (one: Month) => one.medianInterval.low,
				y2: (one: Month) => Math.min(one.medianInterval.high ?? 0, axis.end),
				className: "range",
			}),
			...line("p90Seconds", "p90"),
			...line("medianSeconds", "p50"),
		],
	};
	return pictureOf(
		options,
		"x",
		months.map((one) => ({ x: one.month, y: one.medianSeconds ?? one.p90Seconds ?? 0, words: monthWords(texts, one) })),
	);
}

function monthWords(texts: Texts, one: Month): string {
	const month = monthText(one.month);
	if (one.hidden) return texts("trend.hidden", { month });
	if (one.count === 0) return texts("trend.none", { month });
	const [median, p90] = [one.medianSeconds, one.p90Seconds].map((seconds) => durationText(texts, seconds));
	return texts("trend.at", { month, median: median ?? "", p90: p90 ?? "", count: one.count });
}
