// Today's five checks of the agency's boxes: a dot for each, how we know in words beside it, and the button for whoever
// has just looked.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { type ChecksOfDayFragment, MailboxChecksOperation, NoteMailboxCheckOperation } from "../../api/generated.ts";
import { problemOf } from "../../api/problems.ts";
import type { ActingPerson } from "../letter/acting_person.ts";
import { type Desk, newActId } from "../letter/letter_desk.ts";
import { clockText, dayKey, type Texts } from "../texts.ts";
import type { OwnDesk } from "./own_desk.ts";

type BoxChecks = ChecksOfDayFragment["boxes"][number];
type CheckWindow = BoxChecks["windows"][number];

export interface DayChecksParts {
	readonly backend: Asks;
	readonly texts: Texts;
	readonly desk: OwnDesk;
	readonly person: ActingPerson;
	readonly now: () => Date;
}

export class CongvuDayChecks extends LitElement {
	static override properties = { boxes: { state: true }, desk: { state: true }, message: { state: true } };
	/** Empty while they are being fetched, or may not be seen. */
	declare boxes: readonly BoxChecks[];
	declare desk: Desk | null;
	declare message: string;
	readonly #parts: DayChecksParts;

	constructor(parts?: DayChecksParts) {
		super();
		if (parts === undefined) throw new TypeError("made by the due dialog only");
		this.#parts = parts;
		this.boxes = [];
		this.desk = null;
		this.message = "";
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#load();
	}

	override render(): TemplateResult {
		if (this.boxes.length === 0) return html``;
		return html`<section class="congvu-checks" aria-labelledby="congvu-checks">
			<h3 id="congvu-checks">${this.#parts.texts("checks.title")}</h3>
			${this.boxes.map((box) => this.#box(box))}
			<p class="congvu-checks-said" role="status">${this.message}</p>
		</section>`;
	}

	#box({ mailbox, windows }: BoxChecks): TemplateResult {
		const { texts } = this.#parts;
		const duties = windows.filter(({ state }) => state !== "NO_DUTY");
		const kept = duties.filter(({ state }) => state === "KEPT").length;
		return html`<div data-box=${mailbox}>
			<p><strong>${mailbox}</strong>: ${
				duties.length === 0 ? texts("checks.no_day") : texts("checks.count", { done: kept, all: duties.length })
			}</p>
			<ul class="congvu-dots">${duties.map((window) => this.#window(window))}</ul>
			${windows.some(({ state }) => state === "RUNNING") ? this.#button(mailbox) : nothing}
		</div>`;
	}

	#window(window: CheckWindow): TemplateResult {
		const { texts } = this.#parts;
		const state = window.selfDeclared ? "DECLARED" : window.state;
		const known = window.proofs.map(({ words, wordsEn }) => (texts.language === "vi" ? words : wordsEn));
		return html`<li data-window=${window.name} data-state=${state}>
			<span class=${`congvu-dot congvu-dot-${state.toLowerCase()}`} aria-hidden="true"></span>
			<time>${clockText(window.from)}–${clockText(window.to)}</time>
			<span>${[texts(`checks.${state}`), ...known].join(". ")}</span>
		</li>`;
	}

	#button(mailbox: string): TemplateResult {
		const { texts, person } = this.#parts;
		const people = this.desk?.people ?? [];
		const chosen = person.among(people);
		const choose = (event: Event) => {
			person.choose((event.target as HTMLSelectElement).value);
			this.requestUpdate();
		};
		return html`<p class="congvu-check-now">
			${
				people.length < 2
					? nothing
					: html`<label>${texts("checks.person")}
						<select class="form-control" @change=${choose}>
							<option value="" ?selected=${chosen === null}>${texts("checks.choose")}</option>
							${people.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen?.id}>${name}</option>`)}
						</select></label>`
			}
			<button type="button" class="btn btn-sm btn-primary" ?disabled=${chosen === null}
				@click=${() => void this.#note(mailbox)}>${texts("checks.button")}</button>
		</p>`;
	}

	async #load(): Promise<void> {
		const { backend, desk, now } = this.#parts;
		try {
			this.desk = await desk.get();
			const { agency } = this.desk;
			if (agency === null) return;
			const { mailboxChecks } = await backend.ask(MailboxChecksOperation, { agency: agency.code, day: dayKey(now()) });
			this.boxes = mailboxChecks.__typename === "MailboxChecks" ? mailboxChecks.boxes : [];
		} catch {
			this.boxes = []; // the letters beside it say what the matter is
		}
	}

	async #note(mailbox: string): Promise<void> {
		const { backend, texts, person, now } = this.#parts;
		const chosen = person.among(this.desk?.people ?? []);
		if (!this.desk?.agency || chosen === null) return;
		const named = { id: newActId(), agency: this.desk.agency.code, mailbox, person: chosen.id };
		try {
			const { noteMailboxCheck } = await backend.ask(NoteMailboxCheckOperation, named);
			if (noteMailboxCheck.__typename === "MailboxChecks") {
				this.boxes = noteMailboxCheck.boxes;
				this.message = texts("checks.noted", { at: clockText(now().toISOString()) });
			} else {
				this.message = texts("checks.not_noted");
			}
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}
}

customElements.define("congvu-day-checks", CongvuDayChecks);
