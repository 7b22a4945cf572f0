// The letters that a figure is made of: how each counts, what it took, and the way to its clock.

import { html, nothing, type TemplateResult } from "lit";
import { durationText, momentText, type TextKey, type Texts } from "../texts.ts";
import { cell } from "./times_cell.ts";
import type { Behind } from "./times_desk.ts";

type Letters = Extract<Behind, { __typename: "FigureLetters" }>;
type Letter = Letters["letters"][number];

const COLUMNS: readonly TextKey[] = ["times.letter", "times.received", "behind.counted", "times.due", "behind.time"];

/** The quickest first: the one in the middle is the median where all have an answer. */
export function figureLetters(
	texts: Texts,
	{ count, letters }: Letters,
	showClock: (letter: Letter) => void,
): TemplateResult {
	if (letters.length === 0) return html`<p class="congvu-none">${texts("behind.none")}</p>`;
	const ordered = [...letters].sort((a, b) => rank(a) - rank(b) || a.workingSeconds - b.workingSeconds);
	return html`
		<p class="congvu-note">${count > letters.length ? texts("behind.latest", { shown: letters.length, count }) : texts("behind.all", { count })}</p>
		<table class="table congvu-table" data-table="behind">
			<thead><tr>${COLUMNS.map((key) => html`<th scope="col">${texts(key)}</th>`)}<th></th></tr></thead>
			<tbody>${ordered.map((letter) => row(texts, letter, () => showClock(letter)))}</tbody>
		</table>
	`;
}

function rank({ countedAs }: Letter): number {
	return countedAs === "ANSWERED" ? 0 : 1;
}

function row(texts: Texts, letter: Letter, showClock: () => void): TemplateResult {
	const { referenceCode, receivedAt, dueAt, countedAs, workingSeconds, inTime } = letter;
	const late = inTime === false ? html` <span class="badge badge-danger">${texts("times.overdue")}</span>` : nothing;
	const due = html`${dueAt === null ? texts("times.no_due") : momentText(dueAt)}${late}`;
	return html`<tr data-letter=${letter.id}>
		<th scope="row">${referenceCode}</th>
		${cell(texts("times.received"), momentText(receivedAt), "received")}
		${cell(texts("behind.counted"), texts(`counted.${countedAs}`), "counted")}
		${cell(texts("times.due"), due, "due")}
		${cell(texts("behind.time"), durationText(texts, workingSeconds), "time")}
		<td class="congvu-do"><button type="button" class="btn btn-sm btn-secondary" @click=${showClock}
			aria-label=${`${texts("times.clock")}: ${referenceCode}`}>${texts("times.clock")}</button></td>
	</tr>`;
}
