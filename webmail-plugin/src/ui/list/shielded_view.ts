// "Thư dành cho người tiếp nhận": what may be denunciations or complaints, for the agency's named receivers. Nobody else
// is shown that there is such a list; each letter is handled here, for its mail may lie in a mailbox of others.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { problemOf } from "../../api/problems.ts";
import type { Reading, Surface } from "../../hosts/host.ts";
import type { ActingPerson } from "../letter/acting_person.ts";
import type { Letter } from "../letter/deeds.ts";
import { type Desk, fileOf, shieldedLetters } from "../letter/letter_desk.ts";
import { nextSentence } from "../letter/letter_facts.ts";
import { CongvuLetter } from "../letter/letter_panel.ts";
import { momentText, type Texts } from "../texts.ts";
import { cell } from "../times/times_cell.ts";
import type { OwnDesk } from "./own_desk.ts";

const WIDTH_PIXELS = 860;

export interface ShieldedParts {
	readonly backend: Asks;
	readonly texts: Texts;
	readonly desk: OwnDesk;
	readonly person: ActingPerson;
	/** False where the letter is not found. */
	readonly open: (messageId: string) => Promise<boolean>;
	/** Called after something was noted. */
	readonly noted: () => void;
}

export function openShieldedDialog(parts: ShieldedParts, surface: Surface): void {
	surface.openDialog({
		title: parts.texts("shielded.title"),
		content: new CongvuShielded(parts),
		width: WIDTH_PIXELS,
		buttons: [{ label: parts.texts("button.close"), press: () => true }],
		onClose: () => undefined,
	});
}

export class CongvuShielded extends LitElement {
	static override properties = { letters: { state: true }, panel: { state: true }, message: { state: true } };
	/** Null while they are being fetched, or may not be seen. */
	declare letters: readonly Letter[] | null;
	/** That of the letter being handled. */
	declare panel: { readonly letter: Letter; readonly element: CongvuLetter } | null;
	declare message: string;
	readonly #parts: ShieldedParts;
	#desk: Desk | null = null;

	constructor(parts?: ShieldedParts) {
		super();
		if (parts === undefined) throw new TypeError("made by openShieldedDialog only");
		this.#parts = parts;
		this.letters = null;
		this.panel = null;
		this.message = parts.texts("times.loading");
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#load();
	}

	override render(): TemplateResult {
		const { texts } = this.#parts;
		return html`<div class="congvu-times congvu-shielded-letters">
			${this.panel === null ? html`<p class="congvu-note">${texts("shielded.note")}</p>` : this.#opened(this.panel)}
			<p class="congvu-message" role="status">${this.message}</p>
			${this.panel === null && this.letters !== null && this.letters.length > 0 ? this.#table(this.letters) : nothing}
		</div>`;
	}

	async #load(): Promise<void> {
		const { backend, desk, texts } = this.#parts;
		try {
			this.#desk = await desk.get();
			this.letters = await shieldedLetters(backend, this.#desk.agency?.code ?? "");
			this.message = this.letters === null ? texts("shielded.forbidden") : "";
			if (this.letters?.length === 0) this.message = texts("shielded.none");
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	#table(letters: readonly Letter[]): TemplateResult {
		const { texts } = this.#parts;
		const columns = [texts("times.letter"), texts("times.class"), texts("times.received"), texts("shielded.state")];
		return html`<table class="table congvu-table" data-table="shielded">
			<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}<th></th></tr></thead>
			<tbody>${letters.map((letter) => this.#row(letter))}</tbody>
		</table>`;
	}

	#row(letter: Letter): TemplateResult {
		const { texts } = this.#parts;
		const sender = html`${letter.sender} <small>${texts(`times.${letter.senderClass}`)}</small>`;
		const label = texts("shielded.handle");
		return html`<tr data-letter=${letter.id}>
			<th scope="row">${letter.referenceCode}</th>
			${cell(texts("times.class"), sender, "sender")}
			${cell(texts("times.received"), momentText(letter.receivedAt), "received")}
			${cell(texts("shielded.state"), nextSentence(texts, letter), "state")}
			<td class="congvu-do"><button type="button" class="btn btn-sm btn-secondary"
				aria-label=${`${label}: ${letter.referenceCode}`} @click=${() => void this.#handle(letter)}>${label}</button></td>
		</tr>`;
	}

	#opened({ letter, element }: { readonly letter: Letter; readonly element: CongvuLetter }): TemplateResult {
		const { texts } = this.#parts;
		return html`
			<p class="congvu-buttons">
				<button type="button" class="btn btn-sm btn-secondary congvu-back" @click=${() => this.#back()}>${texts("shielded.back")}</button>
				<button type="button" class="btn btn-sm btn-secondary" data-open @click=${() => void this.#open(letter)}>${texts("due.open")}</button>
				<strong>${letter.sender}</strong>
			</p>
			${element}
		`;
	}

	async #handle(letter: Letter): Promise<void> {
		const { backend, texts, person, noted } = this.#parts;
		const desk = this.#desk;
		this.message = "";
		try {
			const file = await fileOf(backend, letter);
			if (file === null || desk === null) this.message = texts("letter.gone");
			else {
				const reads = { reading: unread(letter), readPaper: async () => null };
				const parts = { backend, texts, ...reads, desk, person, noted };
				this.panel = { letter, element: new CongvuLetter(parts, file) };
			}
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	#back(): void {
		this.panel = null;
		void this.#load();
	}

	async #open({ messageId, mailbox }: Letter): Promise<void> {
		const { open, texts } = this.#parts;
		const isFound = await open(messageId).catch(() => false);
		this.message = isFound ? "" : texts("shielded.not_here", { mailbox });
	}
}

/** The mail is not on this page: nothing is proposed from its words. */
function unread({ messageId }: Letter): Reading {
	return { messageId, isSent: false, subject: () => "", bodyLines: () => [], files: () => [] };
}

customElements.define("congvu-shielded", CongvuShielded);
