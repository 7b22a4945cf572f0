// Issued papers, each with how many of its recipients are reached; opened, line by line, and its published link.

import { html, nothing, type TemplateResult } from "lit";
import { dayText, momentText, type Texts } from "../texts.ts";
import { coverageWord, type LineReason, linkWord, reasonWord } from "./closed_lists.ts";
import type { IssuedDocument, IssuedDocuments, IssuedLine } from "./issuance_desk.ts";
import { reasonSelect } from "./issue_form.ts";

export interface IssuedWays {
	/** Id of the paper whose lines are shown. */
	readonly open: string;
	toggle(id: string): void;
	/** Null for those who only look. */
	readonly excuse: ((document: string, lines: number[], reason: LineReason | null) => void) | null;
	readonly publish: ((document: string, url: string) => void) | null;
}

export function issuedTable(texts: Texts, issued: IssuedDocuments, ways: IssuedWays): TemplateResult {
	if (issued.documents.length === 0) return html`<p class="congvu-none">${texts("issued.none")}</p>`;
	return html`
		<table class="table congvu-table" data-table="issued">
			<thead><tr>
				<th scope="col">${texts("issued.paper")}</th><th scope="col">${texts("issued.reached")}</th>
				<th scope="col">${texts("issued.standing")}</th><th></th>
			</tr></thead>
			<tbody>${issued.documents.map((document) => rows(texts, document, ways))}</tbody>
		</table>
		${saved(texts, issued)}
	`;
}

function rows(texts: Texts, document: IssuedDocument, ways: IssuedWays): TemplateResult {
	const isOpen = ways.open === document.id;
	const covered = document.lines.filter((line) => line.covered).length;
	const label = texts(isOpen ? "issued.hide" : "issued.show");
	return html`
		<tr data-document=${document.symbol}>
			<th scope="row">${document.symbol} <small>${document.kind} · ${dayText(document.issuedOn)}</small></th>
			<td data-label=${texts("issued.reached")} data-cell="reached">${texts("issued.of", { covered, all: document.lines.length })}</td>
			<td data-label=${texts("issued.standing")} data-cell="standing">${standing(texts, document, covered)}</td>
			<td class="congvu-do"><button type="button" class="btn btn-sm btn-secondary" aria-expanded=${isOpen}
				aria-label=${`${label}: ${document.symbol}`} @click=${() => ways.toggle(document.id)}>${label}</button></td>
		</tr>
		${isOpen ? html`<tr class="congvu-figure-detail"><td colspan="4">${detail(texts, document, ways)}</td></tr>` : nothing}
	`;
}

function standing(texts: Texts, document: IssuedDocument, covered: number): TemplateResult {
	const badge = (tone: string, text: string) => html`<span class="badge badge-${tone}">${text}</span> `;
	if (document.recalled !== null) return badge("warning", texts(`told.${document.recalled as "RECALLED"}`));
	if (document.lines.some(({ coverage }) => coverage === "BOUNCED" || coverage === "RETURNED")) {
		return badge("danger", texts("issued.trouble"));
	}
	if (covered === document.lines.length && covered > 0) return badge("success", texts("issued.complete"));
	if (document.messages === 0) return badge("danger", texts("issued.unsent"));
	return badge("warning", texts("issued.missing", { count: document.lines.length - covered }));
}

function detail(texts: Texts, document: IssuedDocument, ways: IssuedWays): TemplateResult {
	return html`
		<table class="table congvu-table congvu-lines" data-table="lines">
			<tbody>${document.lines.map((line, index) => lineRow(texts, document, line, document.lines[index - 1], ways))}</tbody>
		</table>
		${published(texts, document, ways)}
		<p class="congvu-note">${texts("issued.recorded", { person: document.recordedBy, at: momentText(document.recordedAt) })}
			${formula(texts, document)}</p>
	`;
}

function lineRow(
	texts: Texts,
	document: IssuedDocument,
	line: IssuedLine,
	before: IssuedLine | undefined,
	{ excuse }: IssuedWays,
): TemplateResult {
	const text = line.text === "" ? texts("issued.line", { number: line.entry }) : line.text;
	const name = line.recipientName === "" ? "–" : line.recipientName;
	const isOpenTo = excuse !== null && (!line.covered || line.coverage === "EXCUSED" || line.coverage === "PUBLISHED");
	return html`<tr data-line=${line.ordinal} data-coverage=${line.coverage}>
		<td>${before?.entry === line.entry ? "" : text}</td>
		<td>${name} ${line.address === "" ? nothing : html`<small>${line.address}</small>`}</td>
		<td data-cell="coverage"><span class="congvu-covered" data-covered=${line.covered}>${coverageWord(texts, line.coverage)}</span>
			${line.at === null ? nothing : html`<small>${momentText(line.at)}</small>`}
			${line.reason === null ? nothing : html`<small>${reasonWord(texts, line.reason)}</small>`}</td>
		<td>${isOpenTo ? reasonSelect(texts, name, line.reason, (reason) => excuse?.(document.id, [line.ordinal], reason)) : nothing}</td>
	</tr>`;
}

function published(texts: Texts, { id, link }: IssuedDocument, { publish }: IssuedWays): TemplateResult {
	const state =
		link === null
			? nothing
			: html`<p data-link=${link.state}>${texts("issued.link", { url: link.url })} – <strong>${linkWord(texts, link.state)}</strong>
				${link.checkedAt === null ? nothing : html`<small>${texts("issued.checked", { at: momentText(link.checkedAt) })}</small>`}</p>`;
	if (publish === null) return html`${state}`;
	const submit = (event: Event) => {
		event.preventDefault();
		publish(id, (event.target as HTMLFormElement).querySelector<HTMLInputElement>("input")?.value.trim() ?? "");
	};
	return html`${state}
		<form class="congvu-link" @submit=${submit}>
			<label>${texts("issued.link_label")}
				<input type="url" class="form-control" data-field="link" placeholder="https://" .value=${link?.url ?? ""}></label>
			<button class="btn btn-sm btn-secondary" data-press="link">${texts("issued.link_check")}</button>
		</form>`;
}

function formula(texts: Texts, { saved: saving }: IssuedDocument): string {
	if (saving === null) return texts("issued.no_pages");
	return texts("issued.saved", { ...saving });
}

function saved(texts: Texts, { sheets, sheetsTwoSided, counted, uncounted }: IssuedDocuments): TemplateResult {
	return html`<p class="congvu-how" data-cell="saved">${texts("issued.total", { sheets, sheetsTwoSided, counted })}
		${uncounted === 0 ? nothing : texts("issued.uncounted", { uncounted })}
		<small>${texts("issued.basis")}</small></p>`;
}
