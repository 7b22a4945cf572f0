// "Hôm nay đến hạn": receipts to confirm, answers and inside tasks that are due today or were due before, each with the
// way to its letter. A named receiver goes on from here to what is theirs alone.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { DueLettersOperation } from "../../api/generated.ts";
import { problemOf } from "../../api/problems.ts";
import type { Surface } from "../../hosts/host.ts";
import type { ActingPerson } from "../letter/acting_person.ts";
import type { Letter } from "../letter/deeds.ts";
import { badges } from "../letter/letter_facts.ts";
import { dayText, momentText, type Texts } from "../texts.ts";
import { CongvuDayChecks } from "./day_checks.ts";
import type { OwnDesk } from "./own_desk.ts";

const WIDTH_PIXELS = 860;

export interface DueParts {
	readonly backend: Asks;
	readonly texts: Texts;
	readonly desk: OwnDesk;
	/** False where the letter is not found. */
	readonly open: (messageId: string) => Promise<boolean>;
	/** Says "change" when letters may stand differently. */
	readonly changes: EventTarget;
	readonly person: ActingPerson;
	readonly now: () => Date;
	/** Show what is for named receivers only. */
	readonly showShielded: () => void;
}

export function openDueDialog(parts: DueParts, surface: Surface): void {
	const showShielded = () => {
		close();
		parts.showShielded();
	};
	const close = surface.openDialog({
		title: parts.texts("due.title"),
		content: new CongvuDue({ ...parts, showShielded }),
		width: WIDTH_PIXELS,
		buttons: [{ label: parts.texts("button.close"), press: () => true }],
		onClose: () => undefined,
	});
}

export class CongvuDue extends LitElement {
	static override properties = { letters: { state: true }, isReceiver: { state: true }, message: { state: true } };
	/** Null while they are being fetched, or may not be seen. */
	declare letters: readonly Letter[] | null;
	declare isReceiver: boolean;
	declare message: string;
	readonly #parts: DueParts;
	readonly #checks: CongvuDayChecks;
	#shown = new AbortController();

	constructor(parts?: DueParts) {
		super();
		if (parts === undefined) throw new TypeError("made by openDueDialog only");
		this.#parts = parts;
		this.#checks = new CongvuDayChecks(parts);
		this.letters = null;
		this.isReceiver = false;
		this.message = parts.texts("times.loading");
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#shown = new AbortController();
		this.#parts.changes.addEventListener("change", () => void this.#load(), this.#shown);
		void this.#load();
	}

	override disconnectedCallback(): void {
		super.disconnectedCallback();
		this.#shown.abort();
	}

	override render(): TemplateResult {
		return html`<div class="congvu-times congvu-due">
			<p class="congvu-message" role="status">${this.message}</p>
			${this.letters === null || this.letters.length === 0 ? "" : this.#table(this.letters)}
			${this.isReceiver ? this.#shielded() : nothing}
			${this.#checks}
		</div>`;
	}

	/** How many there are is not told here: others may look at this screen. */
	#shielded(): TemplateResult {
		const { texts, showShielded } = this.#parts;
		return html`<p class="congvu-proposal">
			<span>${texts("shielded.lead")}</span>
			<button type="button" class="btn btn-sm btn-secondary" data-shielded @click=${showShielded}>${texts("shielded.show")}</button>
		</p>`;
	}

	async #load(): Promise<void> {
		const { backend, desk, texts } = this.#parts;
		try {
			const { agency, isNamedReceiver } = await desk.get();
			this.isReceiver = isNamedReceiver;
			const answer = agency && (await backend.ask(DueLettersOperation, { agency: agency.code })).dueLetters;
			this.letters = answer?.__typename === "Letters" ? answer.letters : null;
			this.message = this.letters === null ? texts("times.no_role") : "";
			if (this.letters?.length === 0) this.message = texts("due.none");
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	#table(letters: readonly Letter[]): TemplateResult {
		const { texts } = this.#parts;
		const columns = [texts("times.letter"), texts("times.class"), texts("due.todo"), texts("due.by")];
		return html`<table class="table congvu-table" data-table="due">
			<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}<th></th></tr></thead>
			<tbody>${letters.map((letter) => this.#row(letter))}</tbody>
		</table>`;
	}

	#row(letter: Letter): TemplateResult {
		const { texts } = this.#parts;
		const [todo, by] = nextDue(texts, letter);
		const label = texts("due.open");
		return html`<tr data-letter=${letter.id}>
			<th scope="row">${letter.referenceCode}</th>
			<td data-label=${texts("times.class")} data-cell="sender">${letter.sender} <small>${texts(`times.${letter.senderClass}`)}</small></td>
			<td data-label=${texts("due.todo")} data-cell="todo">${todo} ${badges(texts, letter)}</td>
			<td data-label=${texts("due.by")} data-cell="by">${by}</td>
			<td class="congvu-do"><button type="button" class="btn btn-sm btn-secondary"
				aria-label=${`${label}: ${letter.referenceCode}`} @click=${() => void this.#open(letter)}>${label}</button></td>
		</tr>`;
	}

	async #open(letter: Letter): Promise<void> {
		const { open, texts } = this.#parts;
		this.message = "";
		try {
			if (!(await open(letter.messageId))) this.message = texts("due.not_here");
		} catch {
			this.message = texts("due.not_here");
		}
	}
}

/** What is due first, and by when. */
export function nextDue(texts: Texts, letter: Letter): readonly [todo: string, by: string] {
	if (letter.expected === "ACKNOWLEDGE" && letter.receiptDueAt !== null) {
		return [texts("due.acknowledge"), momentText(letter.receiptDueAt)];
	}
	if (letter.expected === "ANSWER" && letter.dueAt !== null) return [texts("due.answer"), momentText(letter.dueAt)];
	return [texts("due.task"), letter.taskDueOn === null ? "" : dayText(letter.taskDueOn)];
}

customElements.define("congvu-due", CongvuDue);
