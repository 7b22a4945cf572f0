// The small form of one deed: its fields come filled with what the letter says; nothing is handed in before "Ghi nhận".

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { dayText, momentText, type Texts } from "../texts.ts";
import { type Apology, apologyPreview } from "./apology.ts";
import { choiceWord, labelOf } from "./deed_words.ts";
import type { Deed, Field, Letter, Said } from "./deeds.ts";
import type { Agency, Matter } from "./letter_desk.ts";
import type { OfferedMessage } from "./sent_desk.ts";

/** What is chosen from, as it is found. */
export interface Sources {
	readonly matters: readonly Matter[];
	agencies(name: string): Promise<readonly Agency[]>;
	/** Whether whoever wrote may have written from another address, too: no agency does. */
	readonly mayBeTwoAddresses: boolean;
	/** Of the same sender, and of whom is typed. */
	letters(typed: string): Promise<readonly Letter[]>;
	/** That may carry the paper that stands instead of another. */
	messages(): Promise<readonly OfferedMessage[]>;
	/** Null where there is none to be sent. */
	apology(): Promise<Apology | null>;
	/** Those who alone see the letter once it is shielded, by name; null where that is not known. */
	receivers(): Promise<readonly string[] | null>;
}

interface Option {
	readonly value: string;
	readonly name: string;
}

export class CongvuDeed extends LitElement {
	static override properties = {
		deed: { attribute: false },
		busy: { type: Boolean },
		found: { state: true },
		apology: { state: true },
		receivers: { state: true },
		message: { state: true },
	};
	declare deed: Deed;
	declare busy: boolean;
	/** Agencies or letters to choose from; null while nothing was looked for. */
	declare found: readonly Option[] | null;
	/** What an extension tells the sender; null where that is not known. */
	declare apology: Apology | null;
	declare receivers: readonly string[] | null;
	declare message: string;
	/** Whether nothing is told to anybody, whatever is noted. */
	isQuiet = false;
	texts!: Texts;
	sources: Sources = {
		matters: [],
		mayBeTwoAddresses: false,
		agencies: async () => [],
		letters: async () => [],
		messages: async () => [],
		apology: async () => null,
		receivers: async () => null,
	};
	submit: (said: Said) => void = () => undefined;
	cancel: () => void = () => undefined;

	constructor() {
		super();
		this.busy = false;
		this.found = null;
		this.apology = null;
		this.receivers = null;
		this.message = "";
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	protected override firstUpdated(): void {
		this.querySelector<HTMLElement>(this.deed.fields.length === 0 ? "button" : "input, select")?.focus();
		if (this.deed.fields.some(({ kind }) => kind === "letter")) void this.#findLetters();
		if (this.deed.fields.some(({ kind }) => kind === "message")) void this.#findMessages();
		if (this.deed.act === "EXTENDED") void this.#findApology();
		if (this.deed.act === "SHIELDED") void this.#findReceivers();
	}

	override render(): TemplateResult {
		const { texts, deed } = this;
		return html`
			<form class="congvu-deed" aria-label=${texts(`act.${deed.act}`)} novalidate
				@submit=${(event: Event) => this.#submit(event)} @keydown=${(event: KeyboardEvent) => this.#key(event)}
				@input=${() => this.apology !== null && this.requestUpdate()}>
				<strong class="congvu-deed-title">${texts(`act.${deed.act}`)}</strong>
				${this.#about()}
				${deed.quote === "" ? nothing : html`<blockquote class="congvu-quote">${deed.quote}</blockquote>`}
				<div class="congvu-fields">${deed.fields.map((field) => this.#field(field))}</div>
				${this.apology === null ? nothing : apologyPreview(texts, this.apology, this.#chosen("reason"), this.#chosen("dueOn"))}
				<p class="congvu-message" role="alert">${this.message}</p>
				<div class="congvu-buttons">
					<button type="submit" class="btn btn-sm btn-primary" ?disabled=${this.busy}>${this.#submitLabel()}</button>
					<button type="button" class="btn btn-sm btn-secondary" @click=${() => this.cancel()}>${texts("button.cancel")}</button>
				</div>
			</form>
		`;
	}

	/** What follows from it, where that is more than the button says. */
	#about(): TemplateResult {
		const { texts, receivers } = this;
		const plain = `about.${this.deed.act}`;
		const key = this.isQuiet && texts.has(`${plain}.quiet`) ? `${plain}.quiet` : plain;
		const names = receivers?.join(", ") ?? "";
		return html`
			${texts.has(key) ? html`<p class="congvu-note">${texts(key)}</p>` : nothing}
			${receivers === null ? nothing : html`<p class="congvu-note" data-receivers=${receivers.length}>${names === "" ? texts("receivers.none") : texts("receivers.are", { names })}</p>`}
		`;
	}

	/** What is told to others says so on its button. */
	#submitLabel(): string {
		const key = `submit.${this.deed.act}`;
		return this.texts.has(key) ? this.texts(key) : this.texts("letter.note");
	}

	#field(field: Field): TemplateResult {
		const label = labelOf(this.texts, this.deed, field);
		if (field.kind === "agency") return this.#agency(field, label);
		if (field.kind === "letter") return this.#letter(field, label);
		const id = `congvu-field-${field.name}`;
		return html`<label class="congvu-field" for=${id}><span>${label}</span>${this.#control(field, id)}</label>`;
	}

	#control(field: Field, id: string): TemplateResult {
		if (field.kind === "choice") {
			return select(
				field,
				id,
				this.texts(field.required ? "field.choose" : "field.none"),
				field.choices.map((value) => ({ value, name: choiceWord(this.texts, value) })),
			);
		}
		if (field.kind === "matter") {
			const options = this.sources.matters.map(({ key, name }) => ({ value: key, name }));
			return select(field, id, this.texts("field.choose"), options);
		}
		if (field.kind === "message") return select(field, id, this.texts("field.no_message"), this.found ?? []);
		const type = { text: "text", day: "date", moment: "datetime-local" }[field.kind as "text" | "day" | "moment"];
		return html`<input id=${id} class="form-control" name=${field.name} type=${type} .value=${field.value}
			max=${field.name === "dueOn" ? (this.apology?.latestDay ?? nothing) : nothing}
			maxlength=${type === "text" ? "300" : nothing} ?required=${field.required} autocomplete="off" />`;
	}

	#agency(field: Field, label: string): TemplateResult {
		return html`${this.#search(label, () => this.#findAgencies())} ${this.#options(field, label)}`;
	}

	#letter(field: Field, label: string): TemplateResult {
		const other = this.texts("field.other_address");
		const search = this.sources.mayBeTwoAddresses ? this.#search(other, () => this.#findLetters()) : nothing;
		return html`${this.#options(field, label)} ${search}`;
	}

	#search(label: string, find: () => Promise<void>): TemplateResult {
		return html`<label class="congvu-field congvu-wide" for="congvu-search-text"><span>${label}</span>
			<span class="congvu-search">
				<input id="congvu-search-text" class="form-control" type="search" autocomplete="off"
					@keydown=${(event: KeyboardEvent) => {
						if (event.key !== "Enter") return;
						event.preventDefault();
						void find();
					}} />
				<button type="button" class="btn btn-sm btn-secondary" @click=${() => void find()}>${this.texts("letter.search")}</button>
			</span>
		</label>`;
	}

	#typed(): string {
		return this.querySelector<HTMLInputElement>("#congvu-search-text")?.value.trim() ?? "";
	}

	#options({ name }: Field, label: string): TemplateResult {
		const { found } = this;
		if (found === null) return html``;
		if (found.length === 0) return html`<p class="congvu-none congvu-wide">${this.texts("letter.none_found")}</p>`;
		return html`
			<fieldset class="congvu-people congvu-wide"><legend>${label}</legend>
				${found.map(
					(option) => html`<label class="congvu-person">
						<input type="radio" name=${name} value=${option.value} ?checked=${found.length === 1} /> <span>${option.name}</span>
					</label>`,
				)}
			</fieldset>
		`;
	}

	async #findAgencies(): Promise<void> {
		const name = this.#typed();
		if (name === "") return;
		await this.#find(async () =>
			(await this.sources.agencies(name)).map((agency) => ({ value: agency.code, name: agency.name })),
		);
	}

	#findLetters(): Promise<void> {
		return this.#find(async () =>
			(await this.sources.letters(this.#typed())).map(({ id, referenceCode, receivedAt, sender }) => ({
				value: id,
				name: this.texts("letter.other", { code: referenceCode, at: dayText(receivedAt), sender }),
			})),
		);
	}

	#findMessages(): Promise<void> {
		return this.#find(async () =>
			(await this.sources.messages()).map(({ messageId, sentAt, reached, among }) => ({
				value: messageId,
				name: this.texts("sent.offered", { at: momentText(sentAt), reached, among }),
			})),
		);
	}

	/** Without it the form stays as it is: the extension can be noted all the same. */
	async #findApology(): Promise<void> {
		const apology = await this.sources.apology().catch(() => null);
		const day = this.#controlOf("dueOn");
		if (apology !== null && day?.value === "") day.value = apology.newDay;
		this.apology = apology;
	}

	/** Without it the form stays as it is. */
	async #findReceivers(): Promise<void> {
		this.receivers = await this.sources.receivers().catch(() => null);
	}

	#controlOf(name: string): HTMLInputElement | HTMLSelectElement | null {
		return this.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
	}

	#chosen(name: string): string {
		return this.#controlOf(name)?.value ?? "";
	}

	async #find(look: () => Promise<readonly Option[]>): Promise<void> {
		this.message = "";
		try {
			this.found = await look();
		} catch {
			this.message = this.texts("times.away");
		}
	}

	#key(event: KeyboardEvent): void {
		if (event.key !== "Escape") return;
		event.stopPropagation();
		this.cancel();
	}

	#submit(event: Event): void {
		event.preventDefault();
		const form = new FormData(event.target as HTMLFormElement);
		const values = this.deed.fields.map(({ name }) => [name, String(form.get(name) ?? "").trim()] as const);
		const missing = this.deed.fields.find(
			({ name, required }) => required && !values.some(([of, value]) => of === name && value !== ""),
		);
		if (missing !== undefined) {
			this.message = this.texts("letter.missing", { field: labelOf(this.texts, this.deed, missing) });
			this.querySelector<HTMLElement>(`[name="${missing.name}"], #congvu-search-text`)?.focus();
			return;
		}
		this.message = "";
		this.submit(Object.fromEntries(values.filter(([, value]) => value !== "")));
	}
}

function select(field: Field, id: string, nothingChosen: string, options: readonly Option[]): TemplateResult {
	return html`<select id=${id} class="form-control custom-select" name=${field.name} ?required=${field.required}>
		<option value="">${nothingChosen}</option>
		${options.map(({ value, name }) => html`<option value=${value} ?selected=${value === field.value}>${name}</option>`)}
	</select>`;
}

customElements.define("congvu-deed", CongvuDeed);
