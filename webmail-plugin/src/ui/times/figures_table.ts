// How fast an agency answers, as a table: every figure with its n, its 95 % interval, what was set aside, and the way to
// the letters it is made of.

import { html, nothing, type TemplateResult } from "lit";
import type { FigurePart } from "../../api/generated.ts";
import { dayText, durationText, type TextKey, type Texts } from "../texts.ts";
import { durationBetween, percent, shareBetween } from "./intervals.ts";
import { cell } from "./times_cell.ts";
import type { Times } from "./times_desk.ts";

type Figures = Extract<Times, { __typename: "ResponseTimes" }>;
type Row = Figures["rows"][number];
type SetAside = keyof Row["setAside"];
/** What a figure is called, and of which letters it is made; null where its letters are not the log-in's to see. */
export type Open = ((row: Row, part: FigurePart, name: string) => void) | null;

const COLUMNS: readonly TextKey[] = [
	"times.class",
	"times.count",
	"times.median",
	"times.p90",
	"times.on_time",
	"times.open",
	"times.oldest",
];
const ASIDE = {
	passedOn: "PASSED_ON",
	noAnswerNeeded: "NO_ANSWER",
	returned: "RETURNED",
	merged: "MERGED",
} as const satisfies Record<SetAside, FigurePart>;
const WITHIN = { closedUnanswered: "CLOSED", answeredElsewhere: "ELSEWHERE", reopened: "REOPENED" } as const;

/** Honest when there is nothing: no letters means no figures, not zero; and too few to be shown is not none. */
export function figures(texts: Texts, times: Figures, open: Open): TemplateResult {
	const { rows, hidden, since, until } = times;
	if (hidden.length === 0 && rows.every(isEmpty)) return html`<p class="congvu-none">${texts("times.none")}</p>`;
	return html`
		${rows.length === 0 ? nothing : table(texts, rows, open)}
		${hidden.map((one) => html`<p class="congvu-note" data-hidden=${one}>${texts("times.hidden", { who: texts(`times.${one}`) })}</p>`)}
		<p class="congvu-note">${texts("times.span", { since: dayText(since), until: dayText(until) })} ${texts("times.note")}</p>
		<details class="congvu-how"><summary>${texts("times.how")}</summary>
			<ul>${rows.map(({ explanation }) => html`<li>${explanation}</li>`)}</ul>
		</details>
	`;
}

function isEmpty({ count, setAside, leftOut }: Row): boolean {
	return count === 0 && leftOut.length === 0 && Object.values(setAside).every((letters) => letters === 0);
}

function table(texts: Texts, rows: readonly Row[], open: Open): TemplateResult {
	return html`<table class="table congvu-table" data-table="figures">
		<thead><tr>${COLUMNS.map((key) => html`<th scope="col">${texts(key)}</th>`)}</tr></thead>
		<tbody>${rows.map((row) => [figureRow(texts, row, open), detailRow(texts, row, open)])}</tbody>
	</table>`;
}

function figureRow(texts: Texts, row: Row, open: Open): TemplateResult {
	// with unanswered letters counted in, a share may not be reached yet: then there is no such time to tell
	const unknown = row.count === 0 ? "–" : texts(row.answered === 0 ? "times.no_answers" : "times.undetermined");
	const time = (seconds: number | null) => (seconds === null ? unknown : durationText(texts, seconds));
	const oldest = row.oldestOpenSeconds === null ? "–" : durationText(texts, row.oldestOpenSeconds);
	const figure = (key: TextKey, value: string | number, name: string, part: FigurePart, letters: number) =>
		cell(texts(key), way(row, open, part, letters, String(value), texts(key)), name);
	return html`
		<tr data-sender-class=${row.senderClass}>
			<th scope="row">${texts(`times.${row.senderClass}`)}</th>
			${figure("times.count", row.count, "count", "COUNT", row.count)}
			${figure("times.median", time(row.medianSeconds), "median", "COUNT", row.count)}
			${figure("times.p90", time(row.p90Seconds), "p90", "COUNT", row.count)}
			${figure("times.on_time", onTime(texts, row), "on-time", "DUE", row.onTime.of)}
			${figure("times.open", row.open, "open", "OPEN", row.open)}
			${figure("times.oldest", oldest, "oldest", "OPEN", row.open)}
		</tr>
	`;
}

/** A figure opens its letters, where there are any and the log-in may see them. */
function way(
	row: Row,
	open: Open,
	part: FigurePart,
	letters: number,
	words: string,
	name: string,
): TemplateResult | string {
	if (open === null || letters === 0) return words;
	return html`<button type="button" class="btn btn-link congvu-figure" data-part=${part}
		aria-label=${name === words ? nothing : `${name}: ${words}`}
		@click=${() => open(row, part, name)}>${words}</button>`;
}

function onTime(texts: Texts, { count, onTime }: Row): string {
	if (onTime.share !== null) return texts("times.on_time_of", { share: percent(onTime.share), of: onTime.of });
	return count === 0 ? "–" : texts("times.none_due");
}

/** Below the figures it belongs to; nothing where there is nothing to say. */
function detailRow(texts: Texts, row: Row, open: Open): TemplateResult | typeof nothing {
	const lines = [
		intervals(texts, row),
		parts(texts, row, open, "times.within", within(texts, row)),
		split(texts, row),
		parts(texts, row, open, "times.aside", aside(texts, row)),
		leftOut(texts, row),
	].filter((line) => line !== "");
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

/** Whose turn it was, and for how long in all; of one side alone there is nothing to split. */
function split(texts: Texts, { split: { ours, senders, otherAgencies } }: Row): string {
	if (senders === 0 && otherAgencies === 0) return "";
	const times = { ours, senders, others: otherAgencies };
	const words = Object.entries(times).map(([who, seconds]) => [who, durationText(texts, seconds)] as const);
	return texts("times.split", Object.fromEntries(words));
}

function leftOut(texts: Texts, row: Row): string {
	// YYYYMM
	const months = row.leftOut.map((month) => `${String(month % 100).padStart(2, "0")}/${Math.floor(month / 100)}`);
	return months.length === 0 ? "" : texts("times.left_out", { months: months.join(", ") });
}

type Part = readonly [part: FigurePart, letters: number, words: string];

function within(texts: Texts, row: Row): readonly Part[] {
	return Object.entries(WITHIN).flatMap(([name, part]): Part[] => {
		const count = row[name as keyof typeof WITHIN];
		return count === 0 ? [] : [[part, count, texts(`within.${name}` as "within.reopened", { count })]];
	});
}

function aside(texts: Texts, { setAside }: Row): readonly Part[] {
	return Object.entries(ASIDE).flatMap(([name, part]): Part[] => {
		const count = setAside[name as SetAside];
		return count === 0 ? [] : [[part, count, texts(`aside.${name as SetAside}`, { count })]];
	});
}

function parts(
	texts: Texts,
	row: Row,
	open: Open,
	key: "times.within" | "times.aside",
	found: readonly Part[],
): TemplateResult | string {
	if (found.length === 0) return "";
	const ways = found.map(([part, letters, words]) => way(row, open, part, letters, words, words));
	return html`${texts(key)} ${ways.map((one, index) => html`${index === 0 ? "" : ", "}${one}`)}.`;
}
