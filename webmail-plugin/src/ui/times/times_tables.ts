// Open letters and one letter's clock as tables that fold into cards on a narrow screen.

import { html, nothing, type TemplateResult } from "lit";
import type { GateDifferencesQuery } from "../../api/generated.ts";
import { type Clock, howDueIn, mergedIn } from "../letter_clock.ts";
import { durationText, momentText, spanText, type TextKey, type Texts } from "../texts.ts";
import { cell } from "./times_cell.ts";
import type { Letters } from "./times_desk.ts";

type Letter = Extract<Letters, { __typename: "OpenLetters" }>["letters"][number];

export function openLetters(
	texts: Texts,
	{ letters }: Extract<Letters, { __typename: "OpenLetters" }>,
	showClock: (letter: Letter) => void,
): TemplateResult {
	if (letters.length === 0) return html`<p class="congvu-none">${texts("times.no_letters")}</p>`;
	const columns: TextKey[] = ["times.letter", "times.class", "times.received", "times.due", "times.waited"];
	return html`
		<table class="table congvu-table" data-table="letters">
			<thead><tr>${columns.map((key) => html`<th scope="col">${texts(key)}</th>`)}<th></th></tr></thead>
			<tbody>${letters.map((letter) => letterRow(texts, letter, () => showClock(letter)))}</tbody>
		</table>
	`;
}

function letterRow(texts: Texts, letter: Letter, showClock: () => void): TemplateResult {
	const due = html`${letter.dueAt ? momentText(letter.dueAt) : texts("times.no_due")}
		${letter.overdue ? html`<span class="badge badge-danger congvu-overdue">${texts("times.overdue")}</span>` : nothing}`;
	const sender = html`${letter.sender} <small>${texts(`times.${letter.senderClass}`)}</small>`;
	return html`
		<tr data-letter=${letter.id} data-overdue=${letter.overdue}>
			<th scope="row">${letter.referenceCode}</th>
			${cell(texts("times.class"), sender, "sender")}
			${cell(texts("times.received"), momentText(letter.receivedAt), "received")}
			${cell(texts("times.due"), due, "due")}
			${cell(texts("times.waited"), durationText(texts, letter.workingSeconds), "waited")}
			<td class="congvu-do"><button type="button" class="btn btn-sm btn-secondary" @click=${showClock}
				aria-label=${`${texts("times.clock")}: ${letter.referenceCode}`}>${texts("times.clock")}</button></td>
		</tr>
	`;
}

export function clockSteps(texts: Texts, clock: Extract<Clock, { __typename: "LetterClock" }>): TemplateResult {
	const duration = durationText(texts, clock.letter.workingSeconds);
	return html`
		<p class="congvu-total"><strong>${texts("times.clock_total", { duration })}</strong></p>
		<p class="congvu-how-due">${texts("times.how_due", { how: howDueIn(texts, clock) })}</p>
		${mergedIn(texts, clock).map((words) => html`<p class="congvu-merged">${words}</p>`)}
		<ol class="congvu-steps">
			${clock.steps.map(
				(step) => html`
					<li data-counted=${step.counted}>
						<span class="congvu-span">${spanText(step.from, step.to)}</span>
						<span class="badge ${step.counted ? "badge-success" : "badge-secondary"}">${texts(step.counted ? "times.counted" : "times.not_counted")}</span>
						<span>${step.reason}</span>
					</li>
				`,
			)}
		</ol>
	`;
}

export function gateDifferences(
	texts: Texts,
	{ differences }: Extract<GateDifferencesQuery["gateDifferences"], { __typename: "GateDifferences" }>,
): TemplateResult {
	if (differences.length === 0) return html`<p class="congvu-none">${texts("times.no_differences")}</p>`;
	return html`
		<ul class="congvu-differences">
			${differences.map(({ submittedAt, login, action, bundle }) => {
				const at = momentText(submittedAt);
				return html`<li>${texts("times.difference", { at, login, action: texts(`times.${action}`), bundle })}</li>`;
			})}
		</ul>
	`;
}
