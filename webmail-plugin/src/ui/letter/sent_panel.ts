// The panel above a letter the agency sent: where each copy is, which paper the letter answers, and taking it back.

import { html, LitElement, type TemplateResult } from "lit";
import { momentText } from "../texts.ts";
import { REASONS, RECALLS } from "./closed_lists.ts";
import { CongvuDeed } from "./deed_form.ts";
import { choiceWord } from "./deed_words.ts";
import { type Letter, type Said, sayingInstead, sayingWhy } from "./deeds.ts";
import { insteadWords } from "./instead.ts";
import { newActId, note, type Person } from "./letter_desk.ts";
import type { PanelParts } from "./letter_panel.ts";
import { handIn, nameFor, whoActs } from "./person_choice.ts";
import { type OfferedMessage, type RecallAct, recall, replacementsOf, type SentLetter } from "./sent_desk.ts";
import { ways } from "./sent_way.ts";

export class CongvuSent extends LitElement {
	static override properties = {
		letter: { state: true },
		answers: { state: true },
		form: { state: true },
		message: { state: true },
		busy: { state: true },
	};
	declare letter: SentLetter;
	/** Letters it may answer. */
	declare answers: readonly Letter[];
	/** That of a recall, while it is open. */
	declare form: CongvuDeed | null;
	declare message: string;
	declare busy: boolean;
	readonly #parts: PanelParts;
	#returnTo = "";

	constructor(parts?: PanelParts, letter?: SentLetter, answers: readonly Letter[] = []) {
		super();
		if (parts === undefined || letter === undefined) throw new TypeError("made by showLetter only");
		this.#parts = parts;
		this.letter = letter;
		this.answers = answers;
		this.form = null;
		this.message = "";
		this.busy = false;
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	protected override updated(): void {
		if (this.busy || this.form !== null || this.#returnTo === "") return;
		const button = this.querySelector<HTMLElement>(`[data-act="${this.#returnTo}"]`);
		(button ?? this.querySelector<HTMLElement>(".congvu-letter-head"))?.focus();
		this.#returnTo = "";
	}

	override render(): TemplateResult {
		const { texts } = this.#parts;
		return html`
			<section class="congvu-letter" aria-label=${texts("sent.title")} aria-busy=${this.busy}>
				<p class="congvu-letter-head" tabindex="-1"><strong>${texts("sent.title")}</strong></p>
				${this.letter.recalls.map((one) => this.#recalled(one))}
				${ways(texts, this.letter)}
				${this.answers.map((letter) => this.#proposal(letter))}
				${this.form ?? this.#buttons()}
				<p class="congvu-message" role="status">${this.message}</p>
				<div class="congvu-foot">${whoActs(this.#parts, () => this.requestUpdate())}</div>
			</section>
		`;
	}

	#recalled(recalled: SentLetter["recalls"][number]): TemplateResult {
		const { texts } = this.#parts;
		const what = texts(`told.${recalled.act as RecallAct}`);
		const values = { what, at: momentText(recalled.at), reason: choiceWord(texts, recalled.reason) };
		return html`<p class="congvu-proposal">${texts("sent.recalled", values)} ${insteadWords(texts, recalled)}</p>`;
	}

	#proposal(letter: Letter): TemplateResult {
		const { texts } = this.#parts;
		const values = { symbol: letter.paperSymbol, sender: letter.sender };
		return html`<p class="congvu-proposal">
			<span>${texts("sent.answers", values)}</span>
			<button type="button" class="btn btn-sm btn-primary" data-proposal="answer" ?disabled=${this.busy}
				@click=${() => void this.#link(letter)}>${texts("sent.answers_yes")}</button>
		</p>`;
	}

	#buttons(): TemplateResult {
		const { texts } = this.#parts;
		return html`<div class="congvu-buttons">${RECALLS.map(
			(act) => html`<button type="button" class="btn btn-sm btn-secondary" data-act=${act} ?disabled=${this.busy}
				@click=${() => this.#begin(act)}>${texts("letter.form", { label: texts(`act.${act}`) })}</button>`,
		)}</div>`;
	}

	#begin(act: RecallAct): void {
		const id = newActId(); // one for the form: pressed again after a lost answer, nothing is told twice
		const form = new CongvuDeed();
		form.texts = this.#parts.texts;
		form.deed = (act === "RECALLED" ? sayingWhy : sayingInstead)(act, REASONS.RECALLED);
		form.sources = { ...form.sources, messages: () => this.#mayReplace() };
		form.submit = (said) => void this.#recall(id, act, said);
		form.cancel = () => {
			this.form = null;
		};
		this.message = "";
		this.#returnTo = act;
		this.form = form;
	}

	#mayReplace(): Promise<readonly OfferedMessage[]> {
		const { backend, desk } = this.#parts;
		return replacementsOf(backend, desk.agency?.code ?? "", this.letter.messageId);
	}

	#recall(id: string, act: RecallAct, said: Said): Promise<void> {
		const { backend, desk, texts } = this.#parts;
		const { messageId } = this.letter;
		return this.#byName(async (person) => {
			const instead = {
				replacedBy: said.messageId ?? "",
				paperSymbol: said.paperSymbol ?? "",
				paperOn: said.paperOn ?? null,
			};
			const done = { id, messageId, act, person: person.id, reason: said.reason ?? "", ...instead };
			const outcome = await recall(backend, desk.agency?.code ?? "", done);
			if ("refused" in outcome) return texts(`letter.${outcome.refused}`);
			this.letter = outcome.letter;
			this.form = null;
			return texts("sent.told", { person: person.name });
		});
	}

	#link(letter: Letter): Promise<void> {
		const { backend, texts } = this.#parts;
		const said = { messageId: this.letter.messageId };
		return this.#byName(async (person) => {
			const act = { id: newActId(), letter: letter.id, act: "ANSWER_LINKED", person: person.id, said } as const;
			const outcome = await note(backend, act);
			if ("refused" in outcome) return texts(`letter.${outcome.refused}`);
			this.answers = this.answers.filter(({ id }) => id !== letter.id);
			return texts("sent.linked", { symbol: letter.paperSymbol, person: person.name });
		});
	}

	async #byName(act: (person: Person) => Promise<string>): Promise<void> {
		const by = nameFor(this, this.#parts);
		if (by !== null) await handIn(this, this.#parts.texts, () => act(by));
	}
}

customElements.define("congvu-sent", CongvuSent);
