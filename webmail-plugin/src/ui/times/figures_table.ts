// How fast an agency answers, as a table: every figure with its n, its 95 % interval, and what was set aside.

import { html, nothing, type TemplateResult } from "lit";
import { dayText, durationText, type TextKey, type Texts } from "../texts.ts";
import { durationBetween, percent, shareBetween } from "./intervals.ts";
import { cell } from "./times_cell.ts";
import type { Times } from "./times_desk.ts";

type Figures = Extract<Times, { __typename: "ResponseTimes" }>;
type Row = Figures["rows"][number];
type SetAside = keyof Row["setAside"];

const COLUMNS: readonly TextKey[] = [
	"times.class",
	"times.count",
	"times.median",
	"times.p90",
	"times.on_time",
	"times.open",
	"times.oldest",
];
const ASIDE: readonly SetAside[] = ["passedOn", "noAnswerNeeded", "returned", "merged"];

/** Honest when there is nothing: no letters means no figures, not zero; and too few to be shown is not none. */
export function figures(texts: Texts, times: Figures): TemplateResult {
	const { rows, hidden, since, until } = times;
	if (hidden.length === 0 && rows.every(isEmpty)) return html`<p class="congvu-none">${texts("times.none")}</p>`;
	return html`
		${rows.length === 0 ? nothing : table(texts, rows)}
		${hidden.map((one) => html`<p class="congvu-note" data-hidden=${one}>${texts("times.hidden", { who: texts(`times.${one}`) })}</p>`)}
		<p class="congvu-note">${texts("times.span", { since: dayText(since), until: dayText(until) })} ${texts("times.note")}</p>
		<details class="congvu-how"><summary>${texts("times.how")}</summary>
			<ul>${rows.map(({ explanation }) => html`<li>${explanation}</li>`)}</ul>
		</details>
	`;
}

function isEmpty({ count, setAside, leftOut }: Row): boolean {
	return count === 0 && leftOut.length === 0 && ASIDE.every((why) => setAside[why] === 0);
}

function table(texts: Texts, rows: readonly Row[]): TemplateResult {
	return html`<table class="table congvu-table" data-table="figures">
		<thead><tr>${COLUMNS.map((key) => html`<th scope="col">${texts(key)}</th>`)}</tr></thead>
		<tbody>${rows.map((row) => [figureRow(texts, row), detailRow(texts, row)])}</tbody>
	</table>`;
}

function figureRow(texts: Texts, row: Row): TemplateResult {
	// with unanswered letters counted in, a share may not be reached yet: then there is no such time to tell
	const unknown = row.count === 0 ? "–" : texts(row.answered === 0 ? "times.no_answers" : "times.undetermined");
	const time = (seconds: number | null) => (seconds === null ? unknown : durationText(texts, seconds));
	const oldest = row.oldestOpenSeconds === null ? "–" : durationText(texts, row.oldestOpenSeconds);
	return html`
		<tr data-sender-class=${row.senderClass}>
			<th scope="row">${texts(`times.${row.senderClass}`)}</th>
			${cell(texts("times.count"), row.count, "count")}
			${cell(texts("times.median"), time(row.medianSeconds), "median")}
			${cell(texts("times.p90"), time(row.p90Seconds), "p90")}
			${cell(texts("times.on_time"), onTime(texts, row), "on-time")}
			${cell(texts("times.open"), row.open, "open")}
			${cell(texts("times.oldest"), oldest, "oldest")}
		</tr>
	`;
}

function onTime(texts: Texts, { count, onTime }: Row): string {
	if (onTime.share !== null) return texts("times.on_time_of", { share: percent(onTime.share), of: onTime.of });
	return count === 0 ? "–" : texts("times.none_due");
}

/** Below the figures it belongs to; nothing where there is nothing to say. */
function detailRow(texts: Texts, row: Row): TemplateResult | typeof nothing {
	const lines = [intervals(texts, row), aside(texts, row), leftOut(texts, row)].filter((line) => line !== "");
	if (lines.length === 0) return nothing;
	return html`<tr class="congvu-figure-detail" data-detail=${row.senderClass}>
		<td colspan=${COLUMNS.length}>${lines.map((line) => html`<div>${line}</div>`)}</td>
	</tr>`;
}

function intervals(texts: Texts, { medianInterval, p90Interval, onTime }: Row): string {
	const known = [
		[texts("times.median"), durationBetween(texts, medianInterval)],
		[texts("times.p90"), durationBetween(texts, p90Interval)],
		[texts("times.on_time"), shareBetween(onTime)],
	].flatMap(([name, range]) => (range === "" ? [] : [`${name}: ${range}`]));
	return known.length === 0 ? "" : texts("times.intervals", { intervals: known.join("; ") });
}

function leftOut(texts: Texts, row: Row): string {
	// YYYYMM
	const months = row.leftOut.map((month) => `${String(month % 100).padStart(2, "0")}/${Math.floor(month / 100)}`);
	return months.length === 0 ? "" : texts("times.left_out", { months: months.join(", ") });
}

function aside(texts: Texts, { setAside }: Row): string {
	const said = ASIDE.filter((why) => setAside[why] > 0).map((why) => texts(`aside.${why}`, { count: setAside[why] }));
	return said.length === 0 ? "" : texts("times.aside", { aside: said.join(", ") });
}
