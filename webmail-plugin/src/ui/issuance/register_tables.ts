// What the register of outgoing papers shows: papers nobody mailed, numbers in no row, and how a file is taken over.

import { html, nothing, type TemplateResult } from "lit";
import { dayText, type Texts } from "../texts.ts";
import { PAPER_REASONS, type PaperReason, reasonWord } from "./closed_lists.ts";
import type { NumberGap, UnmailedPaper } from "./issuance_desk.ts";

type Excuse = (paper: UnmailedPaper, reason: PaperReason | null) => void;

/** @param excuse null for those who only look */
export function unmailedTable(texts: Texts, papers: readonly UnmailedPaper[], excuse: Excuse | null): TemplateResult {
	const open = papers.filter(({ reason }) => reason === null).length;
	if (papers.length === 0) return html`<p class="congvu-none">${texts("unmailed.none")}</p>`;
	return html`
		<p>${texts("unmailed.sum", { open, excused: papers.length - open })}</p>
		<table class="table congvu-table" data-table="unmailed">
			<thead><tr>
				<th scope="col">${texts("issued.paper")}</th><th scope="col">${texts("issue.date")}</th>
				<th scope="col">${texts("issue.instead")}</th>
			</tr></thead>
			<tbody>${papers.map((paper) => unmailedRow(texts, paper, excuse))}</tbody>
		</table>
		<p class="congvu-note">${texts("unmailed.basis")}</p>
	`;
}

function unmailedRow(texts: Texts, paper: UnmailedPaper, excuse: Excuse | null): TemplateResult {
	return html`<tr data-paper=${paper.symbol}>
		<th scope="row">${paper.symbol} <small>${paper.kind}</small></th>
		<td data-label=${texts("issue.date")}>${dayText(paper.issuedOn)}</td>
		<td data-label=${texts("issue.instead")}>${reasonCell(texts, paper, excuse)}</td>
	</tr>`;
}

function reasonCell(texts: Texts, paper: UnmailedPaper, excuse: Excuse | null): TemplateResult | string {
	if (paper.document !== null) return texts("unmailed.in_panel");
	if (excuse === null) return paper.reason === null ? "–" : reasonWord(texts, paper.reason);
	const changed = (event: Event) => {
		const { value } = event.target as HTMLSelectElement;
		excuse(paper, PAPER_REASONS.find((one) => one === value) ?? null);
	};
	return html`<select class="form-control custom-select custom-select-sm"
		aria-label=${texts("issue.instead_of", { name: paper.symbol })} @change=${changed}>
		<option value="">${texts("issue.no_reason")}</option>
		${PAPER_REASONS.map((one) => html`<option value=${one} ?selected=${one === paper.reason}>${reasonWord(texts, one)}</option>`)}
	</select>`;
}

/** Why a number is missing is not asked: it may be a paper nobody may speak of. */
export function gapList(texts: Texts, gaps: readonly NumberGap[], year: number): TemplateResult {
	if (gaps.length === 0) return html`<p class="congvu-none">${texts("gaps.none", { year })}</p>`;
	const words = ({ first, last }: NumberGap) => (first === last ? String(first) : `${first}–${last}`);
	const series = [...new Set(gaps.map((gap) => gap.series))];
	return html`
		<p>${texts("gaps.title", { year })}</p>
		<ul class="congvu-gaps">${series.map(
			(one) =>
				html`<li><strong>${one === "" ? texts("gaps.one_sequence") : one}</strong>:
					${gaps
						.filter((gap) => gap.series === one)
						.map(words)
						.join(", ")}</li>`,
		)}</ul>
		<p class="congvu-note">${texts("gaps.note")}</p>
	`;
}

export function registerDrop(texts: Texts, take: (file: File) => void): TemplateResult {
	const chosen = (files: FileList | null | undefined) => {
		const file = files?.[0];
		if (file !== undefined) take(file);
	};
	const over = (event: DragEvent) => event.preventDefault();
	const dropped = (event: DragEvent) => {
		event.preventDefault();
		chosen(event.dataTransfer?.files);
	};
	return html`
		<label class="congvu-drop" @drop=${dropped} @dragover=${over} @dragenter=${over}>
			<input type="file" accept=".csv,text/csv" @change=${(event: Event) => {
				const input = event.target as HTMLInputElement;
				chosen(input.files);
				input.value = ""; // the same file again, corrected
			}}>
			<strong>${texts("register.drop")}</strong>
			<small>${texts("register.columns_note")}</small>
		</label>
		<p class="congvu-note">${texts("register.note")}</p>
	`;
}

export function problemList(texts: Texts, problems: readonly string[]): TemplateResult | typeof nothing {
	if (problems.length === 0) return nothing;
	return html`<ul class="congvu-facts" data-list="problems" aria-label=${texts("register.refused")}>
		${problems.slice(0, 50).map((one) => html`<li>${one}</li>`)}</ul>`;
}
