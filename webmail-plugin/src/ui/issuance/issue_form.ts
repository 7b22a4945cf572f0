// What the paper says of itself, to be corrected, and its recipients line by line.

import { html, nothing, type TemplateResult } from "lit";
import type { DocumentKind } from "../../core/index.ts";
import type { Texts } from "../texts.ts";
import { LINE_REASONS, type LineReason, reasonWord } from "./closed_lists.ts";
import { asksReason, type ChosenLine, countedLines, type IssueDraft } from "./issue_draft.ts";

type Change = (changed: Partial<IssueDraft>) => void;

export function fields(
	texts: Texts,
	paper: IssueDraft,
	kinds: readonly DocumentKind[],
	change: Change,
	resolve: () => void,
): TemplateResult {
	const number = (text: string) => (/^\d{1,4}$/u.test(text) && Number(text) > 0 ? Number(text) : null);
	return html`
		<div class="congvu-fields">
			${input(texts("issue.symbol"), "symbol", "text", paper.symbol, (symbol) => change({ symbol }))}
			${input(texts("issue.date"), "date", "date", paper.issuedOn, (issuedOn) => change({ issuedOn }))}
			<label>${texts("issue.kind")}
				<select class="form-control custom-select" data-field="kind"
					@change=${(event: Event) => change({ kind: (event.target as HTMLSelectElement).value })}>
					<option value="">${texts("issue.kind_other")}</option>
					${kinds
						.filter(({ outside }) => outside !== true)
						.map(({ code, name }) => html`<option value=${code} ?selected=${code === paper.kind}>${name}</option>`)}
				</select></label>
			${input(texts("issue.pages"), "pages", "number", String(paper.pages ?? ""), (text) => change({ pages: number(text) }))}
			${input(texts("issue.copies"), "copies", "number", String(paper.copies), (text) => change({ copies: number(text) ?? 1 }))}
		</div>
		<details class="congvu-entries" ?open=${paper.entries === ""}>
			<summary>${texts("issue.entries")}</summary>
			<textarea class="form-control" rows="5" data-field="entries" aria-label=${texts("issue.entries")} .value=${paper.entries}
				@input=${(event: Event) => change({ entries: (event.target as HTMLTextAreaElement).value })}></textarea>
			<button type="button" class="btn btn-sm btn-secondary" data-press="resolve" @click=${resolve}>${texts("issue.resolve")}</button>
		</details>
	`;
}

function input(
	label: string,
	name: string,
	type: string,
	value: string,
	changed: (text: string) => void,
): TemplateResult {
	return html`<label>${label}
		<input class="form-control" data-field=${name} type=${type} .value=${value} min="1"
			@change=${(event: Event) => changed((event.target as HTMLInputElement).value.trim())}></label>`;
}

export function lineTable(texts: Texts, paper: IssueDraft, change: Change): TemplateResult | typeof nothing {
	if (paper.lines.length === 0) return nothing;
	const set = (index: number, changed: Partial<ChosenLine>) =>
		change({ lines: paper.lines.map((line, at) => (at === index ? { ...line, ...changed } : line)) });
	const counted = countedLines(paper.lines);
	const sending = counted.filter(({ sends }) => sends).length;
	const open = counted.filter(({ sends, reason }) => !sends && reason === null).length;
	return html`
		<table class="table congvu-table" data-table="recipients">
			<thead><tr>
				<th scope="col">${texts("issue.line")}</th><th scope="col">${texts("issue.recipient")}</th>
				<th scope="col">${texts("issue.send")}</th><th scope="col">${texts("issue.instead")}</th>
			</tr></thead>
			<tbody>${paper.lines.map((_, index) => row(texts, paper.lines, index, (changed) => set(index, changed)))}</tbody>
		</table>
		<p class="congvu-sum"><strong>${texts("issue.sum", { sending, all: counted.length })}</strong>
			${open === 0 ? nothing : texts("issue.open", { count: open })}</p>
	`;
}

function row(
	texts: Texts,
	lines: readonly ChosenLine[],
	index: number,
	set: (changed: Partial<ChosenLine>) => void,
): TemplateResult {
	const line = lines[index] as ChosenLine;
	const before = lines[index - 1];
	const repeats = line.question !== null && line.question === before?.question;
	const named = line.recipientName === "" ? texts("issue.nobody") : line.recipientName;
	const box = (event: Event) => {
		const sends = (event.target as HTMLInputElement).checked;
		set({ sends, reason: sends ? null : line.reason });
	};
	return html`<tr data-certainty=${line.certainty}>
		<td data-label=${texts("issue.line")}>${before?.entry === line.entry && before.text === line.text ? "" : line.text}</td>
		<td data-label=${texts("issue.recipient")}>${named}
			${line.address === "" ? nothing : html`<small>${line.address}</small>`}
			${repeats ? nothing : whyOf(texts, line)}</td>
		<td data-label=${texts("issue.send")}>${
			line.address === ""
				? "–"
				: html`<input type="checkbox" .checked=${line.sends} aria-label=${texts("issue.send_to", { name: named })} @change=${box}>`
		}</td>
		<td data-label=${texts("issue.instead")}>${!asksReason(lines, line) ? nothing : reasonSelect(texts, named, line.reason, (reason) => set({ reason }))}</td>
	</tr>`;
}

/** What somebody has to look at, and why: of a question once. */
function whyOf(texts: Texts, line: ChosenLine): TemplateResult | typeof nothing {
	if (line.why === null || line.why === "UNKNOWN") return nothing; // that nobody is known stands there already
	const why = texts("missing.reason", { why: texts(`recipients.${line.why}`) });
	return html`<small class="congvu-todo">${line.certainty === "ask" ? texts("issue.ask", { why }) : why}</small>`;
}

export function reasonSelect(
	texts: Texts,
	name: string,
	chosen: string | null,
	choose: (reason: LineReason | null) => void,
): TemplateResult {
	const changed = (event: Event) => {
		const { value } = event.target as HTMLSelectElement;
		choose(LINE_REASONS.find((one) => one === value) ?? null);
	};
	return html`<select class="form-control custom-select custom-select-sm" aria-label=${texts("issue.instead_of", { name })}
		@change=${changed}>
		<option value="">${texts("issue.no_reason")}</option>
		${LINE_REASONS.map((one) => html`<option value=${one} ?selected=${one === chosen}>${reasonWord(texts, one)}</option>`)}
	</select>`;
}
