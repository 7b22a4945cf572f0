// Bars beside their names: open letters by how long they have waited, and who all letters waited for.

import * as Plot from "@observablehq/plot";
import { durationText, type Texts } from "../words.ts";
import { type Picture, pictureOf, type Size } from "./picture.ts";
import { timeAxis, timeTicks } from "./time_axis.ts";
import type { Figures } from "./trend.ts";

interface Bar {
	readonly name: string;
	readonly value: number;
	/** Beside the bar. */
	readonly label: string;
	readonly words: string;
}

const NAMES_WIDTH = 132;
const ROW_HEIGHT = 34;

/** null: nothing is open, or it may not be told. */
export function agesPicture(texts: Texts, ages: Figures["ages"], size: Size): Picture | null {
	if (ages.length === 0) return null;
	const bars = ages.map((band) => {
		const name = bandName(texts, band);
		const count = band.letters;
		return { name, value: count, label: String(count), words: texts("ages.at", { band: name, count }) };
	});
	const most = Math.max(...bars.map(({ value }) => value));
	const step = Math.max(1, Math.ceil(most / 5));
	const ticks = Array.from({ length: Math.ceil(most / step) + 1 }, (_, place) => place * step);
	return barsPicture(bars, size, { domain: [0, ticks.at(-1) ?? step], ticks, tickFormat: String });
}

/** null: no time was waited yet. */
export function waitsPicture(texts: Texts, split: Figures["split"], size: Size): Picture | null {
	const bars = (["ours", "otherAgencies", "senders"] as const).map((key) => {
		const [side, seconds] = [texts(`side.${key}`), split[key]];
		const time = seconds === 0 ? "0" : durationText(texts, seconds);
		return { name: side, value: seconds, label: time, words: texts("waits.at", { side, time }) };
	});
	const most = Math.max(...bars.map(({ value }) => value));
	if (most === 0) return null;
	const axis = timeAxis(most);
	return barsPicture(bars, size, { domain: [0, axis.end], ticks: [...axis.ticks], tickFormat: timeTicks(texts) });
}

function barsPicture(bars: readonly Bar[], { width }: Size, x: Plot.ScaleOptions): Picture {
	const options: Plot.PlotOptions = {
		width,
		height: bars.length * ROW_HEIGHT + 34,
		marginLeft: NAMES_WIDTH,
		marginRight: 96,
		marginBottom: 28,
		marginTop: 4,
		x: { ...x, label: null, grid: true },
		y: { type: "band", domain: bars.map(({ name }) => name), padding: 0.3, tickSize: 0, label: null },
		marks: [
			Plot.barX([...bars], { x: "value", y: "name", className: "bar" }),
			Plot.text([...bars], { x: "value", y: "name", text: "label", textAnchor: "start", dx: 6, className: "beside" }),
		],
	};
	return pictureOf(
		options,
		"y",
		bars.map(({ name, value, words }) => ({ x: value, y: name, words })),
	);
}

function bandName(texts: Texts, { sinceDays: since, untilDays: until }: Figures["ages"][number]): string {
	if (until === null) return texts("ages.last", { since });
	return since === 0 ? texts("ages.first", { until }) : texts("ages.band", { since, until });
}
