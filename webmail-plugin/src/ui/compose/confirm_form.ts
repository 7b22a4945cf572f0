// The form of a confirmation: who confirms, and why each file may go. Nothing is chosen beforehand where there is a
// choice.

import { html, nothing, render, type TemplateResult } from "lit/html.js";
import type { Texts } from "../texts.ts";
import { type Person, type Reason, reasonsFor } from "./declarations.ts";
import { whyConfirm } from "./file_alerts.ts";
import type { FileEntry } from "./file_entry.ts";

/** Complete only when a person, and a reason for each file, was chosen. */
export interface Chosen {
	readonly person: Person;
	readonly reasons: ReadonlyMap<FileEntry, Reason>;
}

export class CongvuConfirm {
	/** What the dialog holds. */
	readonly element: HTMLElement = document.createElement("congvu-confirm");
	readonly #texts: Texts;
	readonly #entries: readonly FileEntry[];
	#people: readonly Person[] | null = null;
	#message = "";

	constructor(texts: Texts, entries: readonly FileEntry[]) {
		this.#texts = texts;
		this.#entries = entries;
		this.#render();
	}

	/** Null while they are being fetched. */
	get people(): readonly Person[] | null {
		return this.#people;
	}

	set people(people: readonly Person[]) {
		this.#people = people;
		this.#render();
	}

	set message(message: string) {
		this.#message = message;
		this.#render();
	}

	/** Not the dialog's button: a name is given with the eyes on the file, not by pressing Enter. */
	focus(): void {
		this.element.querySelector<HTMLElement>("select")?.focus();
	}

	/** Null while something is still to be chosen. */
	chosen(): Chosen | null {
		const id = this.element.querySelector<HTMLInputElement>('input[name="congvu-person"]:checked')?.value;
		const person = this.#people?.find((candidate) => candidate.id === id);
		const selects = [...this.element.querySelectorAll<HTMLSelectElement>("select")];
		const reasons = new Map<FileEntry, Reason>();
		for (const [index, entry] of this.#entries.entries()) {
			const reason = reasonsOf(entry).find((candidate) => candidate === selects[index]?.value);
			if (reason !== undefined) reasons.set(entry, reason);
		}
		return person !== undefined && reasons.size === this.#entries.length ? { person, reasons } : null;
	}

	#render(): void {
		const form = html`
			<form class="congvu-confirm" @submit=${(event: Event) => event.preventDefault()}>
				<p>${this.#texts("declare.intro")}</p>
				${this.#entries.map((entry, index) => this.#reason(entry, index))}
				${this.#who()}
				<p class="congvu-message" role="alert">${this.#message}</p>
			</form>
		`;
		render(form, this.element);
	}

	#reason(entry: FileEntry, index: number): TemplateResult {
		const reasons = reasonsOf(entry);
		const id = `congvu-reason-${index}`;
		return html`
			<div class="form-group congvu-reason">
				<label for=${id}>${whyConfirm(this.#texts, entry)}</label>
				<select id=${id} class="form-control custom-select" aria-label=${this.#texts("declare.reason_for", { name: entry.name })}>
					${reasons.length === 1 ? nothing : html`<option value="">${this.#texts("declare.choose")}</option>`}
					${reasons.map((reason) => html`<option value=${reason}>${this.#texts(`declare.${reason}`)}</option>`)}
				</select>
			</div>
		`;
	}

	#who(): TemplateResult {
		const people = this.#people;
		if (people === null) return html`<p role="status">${this.#texts("declare.loading")}</p>`;
		if (people.length === 0) return html`<p class="congvu-nobody">${this.#texts("declare.nobody")}</p>`;
		return html`
			<fieldset class="congvu-people">
				<legend>${this.#texts("declare.person")}</legend>
				${people.map(
					({ id, name, post }) => html`
						<label class="congvu-person">
							<input type="radio" name="congvu-person" value=${id} ?checked=${people.length === 1} />
							<span>${name}</span> <small>${post}</small>
						</label>
					`,
				)}
			</fieldset>
		`;
	}
}

function reasonsOf({ finding }: FileEntry): readonly Reason[] {
	return finding === null ? [] : reasonsFor(finding);
}
