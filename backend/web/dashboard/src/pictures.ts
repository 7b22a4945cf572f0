// Where the page has room for a picture, one that can be pointed at; where there is nothing to draw, what the page says.

import { agesPicture, waitsPicture } from "./charts/bars.ts";
import { Chart, type Drawing } from "./charts/chart.ts";
import { curvePicture } from "./charts/curve.ts";
import { type Figures, trendPicture } from "./charts/trend.ts";
import type { Hold } from "./hold.ts";
import type { Texts } from "./words.ts";

/** In the place of a drawing of the server's its own words go on: title and legend. */
export async function drawAll(page: Document, texts: Texts, figures: Figures, held: Hold | null): Promise<void> {
	const draws = {
		curve: (size) => curvePicture(texts, figures.curve, figures.lastYear, size),
		months: (size) => trendPicture(texts, figures.months, size),
		ages: (size) => agesPicture(texts, figures.ages, size),
		waits: (size) => waitsPicture(texts, figures.split, size),
	} as const satisfies Record<string, Drawing["draw"]>;
	const drawn: Chart[] = [];
	for (const [name, draw] of Object.entries(draws)) {
		const room = page.querySelector<HTMLElement>(`[data-chart="${name}"]`);
		if (room === null || draw({ width: 400, height: 250 }) === null) continue;
		const words = wordsOf(texts, room, name);
		const isFirst = drawn.length === 0;
		const chart = chartOf(texts, { name: `bang-dieu-hanh-${name}`, ...words, draw, isFirst });
		chart.at = held?.pointed.get(name) ?? -1;
		room.replaceChildren(chart);
		drawn.push(chart);
	}
	await Promise.all(drawn.map((chart) => chart.updateComplete));
}

function chartOf(texts: Texts, drawing: Drawing): Chart {
	const chart = new Chart();
	Object.assign(chart, { texts, drawing });
	return chart;
}

function wordsOf(texts: Texts, room: HTMLElement, name: string): { title: string; legend: string } {
	const title = room.dataset.title ?? name;
	const legend = room.dataset.legend ?? "";
	if (name === "months") return { title, legend: texts("legend.months", { drawn: legend }) };
	if (name === "ages") return { title, legend: texts("legend.ages") };
	return name === "waits" ? { title, legend: texts("legend.waits") } : { title, legend };
}
