// The first step of issuing: which paper. One of the letter, or one that is dropped; and what is said of one that must
// not leave.

import { html, nothing, type TemplateResult } from "lit";
import type { Bundle, Finding } from "../../core/index.ts";
import type { FileEntry } from "../compose/file_entry.ts";
import { markedFileAlert } from "../compose/marked_alerts.ts";
import { alertBox } from "../compose/panel.ts";
import type { Texts } from "../texts.ts";

interface Choices {
	readonly papers: readonly FileEntry[];
	choose(entry: FileEntry): void;
	drop(file: File): void;
}

export function paperChoice(texts: Texts, { papers, choose, drop }: Choices, busy: boolean): TemplateResult {
	const take = (files: FileList | null | undefined) => {
		const file = files?.[0];
		if (file !== undefined && !busy) drop(file);
	};
	const dropped = (event: DragEvent) => {
		event.preventDefault();
		event.stopPropagation(); // Roundcube would attach it
		take(event.dataTransfer?.files);
	};
	const over = (event: DragEvent) => {
		event.preventDefault();
		event.stopPropagation();
	};
	return html`
		<label class="congvu-drop" @drop=${dropped} @dragover=${over} @dragenter=${over}>
			<input type="file" ?disabled=${busy} @change=${(event: Event) => take((event.target as HTMLInputElement).files)}>
			<strong>${texts("issue.drop")}</strong>
			<small>${texts("issue.drop_note")}</small>
		</label>
		${
			papers.length === 0
				? nothing
				: html`<p>${texts("issue.attached")}</p><div class="congvu-buttons">${papers.map(
						(entry) =>
							html`<button type="button" class="btn btn-sm btn-secondary" ?disabled=${busy}
								@click=${() => choose(entry)}>${entry.finding?.document.number ?? ""} ${entry.name}</button>`,
					)}</div>`
		}
	`;
}

/** The words of every marked file; or that it could not be looked at. */
export function refusedPaper(
	texts: Texts,
	bundle: Bundle | null,
	{ name, finding }: { readonly name: string; readonly finding: Finding | null },
): TemplateResult {
	if (finding === null) return html`<p class="congvu-hint">${texts("issue.unchecked", { name })}</p>`;
	if (finding.secrecy !== "marked") return html`<p class="congvu-hint">${texts("issue.cleared", { name })}</p>`;
	const nothingToDo = { remove: () => undefined, retry: null };
	const entry: FileEntry = { id: "issue", name, place: "refused", stage: "judged", finding, ...nothingToDo };
	const alert = markedFileAlert(
		texts,
		bundle,
		{ entry, finding },
		{ clear: () => undefined, reportFalseAlarm: () => undefined },
	);
	return html`<div class="congvu" role="alert">${alertBox({ ...alert, buttons: [] })}</div>`;
}
