// "Thời gian hồi đáp": the own agency's figures, its open letters, each letter's clock; for the IT administrator what
// the browsers' gate did not see. Each figure opens its letters, each letter its clock. A section the log-in may not see is not there; expected failures are sentences.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { problemOf } from "../../api/problems.ts";
import { type Clock, clockOf } from "../letter_clock.ts";
import type { Texts } from "../texts.ts";
import { CongvuAddressTasks } from "./address_tasks.ts";
import { figureLetters } from "./figure_letters.ts";
import { figures, type Open } from "./figures_table.ts";
import { CongvuGateDifferences } from "./gate_differences.ts";
import { type Behind, type Desk, deskOf, lettersBehind, type Viewer, viewerOf } from "./times_desk.ts";
import { clockSteps, openLetters } from "./times_tables.ts";

const PERIODS = [30, 90, 365] as const;

export class CongvuTimes extends LitElement {
	static override properties = {
		viewer: { state: true },
		agency: { state: true },
		days: { state: true },
		desk: { state: true },
		behind: { state: true },
		clock: { state: true },
		message: { state: true },
	};
	/** Null while it is being asked who looks. */
	declare viewer: Viewer | null;
	declare agency: string;
	declare days: number;
	/** Null while it is being fetched. */
	declare desk: Desk | null;
	/** The figure whose letters are looked at. */
	declare behind: { readonly title: string; readonly result: Behind | null } | null;
	/** The letter that is being explained. */
	declare clock: { readonly code: string; readonly result: Clock | null } | null;
	/** A sentence in place of figures; empty when there are some. */
	declare message: string;
	readonly #backend: Asks;
	readonly #texts: Texts;
	readonly #addresses: CongvuAddressTasks;
	readonly #differences: CongvuGateDifferences;
	#asked = 0;

	constructor(backend?: Asks, texts?: Texts) {
		super();
		if (backend === undefined || texts === undefined) throw new TypeError("made by openTimesDialog only");
		this.#backend = backend;
		this.#texts = texts;
		this.#addresses = new CongvuAddressTasks(backend, texts);
		this.#differences = new CongvuGateDifferences(backend, texts);
		this.viewer = null;
		this.agency = "";
		this.days = 90;
		this.desk = null;
		this.behind = null;
		this.clock = null;
		this.message = "";
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#start();
	}

	override updated(changed: PropertyValues<this>): void {
		if (changed.has("clock") || changed.has("behind"))
			this.querySelector<HTMLElement>(".congvu-times-heading")?.focus();
	}

	override render(): TemplateResult {
		return html`<div class="congvu-times" aria-busy=${this.desk === null && this.message === ""}>
			${this.#shown()}
		</div>`;
	}

	#shown(): TemplateResult {
		if (this.clock !== null) return this.#explanation(this.clock);
		return this.behind === null ? this.#overview() : this.#lettersBehind(this.behind);
	}

	async #start(): Promise<void> {
		try {
			this.viewer = await viewerOf(this.#backend);
			this.agency = this.viewer.agencies[0]?.code ?? "";
			if (this.agency === "") this.message = this.#texts("times.no_role");
			else await this.#load();
		} catch (error) {
			this.#fail(error);
		}
	}

	async #load(): Promise<void> {
		const asked = ++this.#asked;
		this.desk = null;
		this.message = "";
		try {
			const question = {
				agency: this.agency,
				days: this.days,
				today: new Date(),
				language: this.#texts.language,
			};
			const desk = await deskOf(this.#backend, question);
			if (asked !== this.#asked) return; // another choice was made meanwhile
			this.desk = desk;
			this.message = this.#refusal(desk);
		} catch (error) {
			if (asked === this.#asked) this.#fail(error);
		}
	}

	#fail(error: unknown): void {
		this.message = this.#texts(`times.${problemOf(error).kind}`);
	}

	/** Only when nothing at all may be seen. */
	#refusal({ times, letters }: Desk): string {
		const answers = [times.__typename, letters.__typename];
		if (answers.includes("AgencyNotFound")) return this.#texts("times.not_found");
		const nothingToSee = answers.every((answer) => answer === "ForbiddenError") && !this.viewer?.isAdministrator;
		return nothingToSee ? this.#texts("times.no_role") : "";
	}

	#overview(): TemplateResult {
		const texts = this.#texts;
		const { desk } = this;
		const waiting = desk === null && this.message === "";
		return html`
			${this.#choices(this.viewer?.agencies ?? [], desk?.times.__typename !== "ForbiddenError")}
			<p class="congvu-message" role="status">${waiting ? texts("times.loading") : this.message}</p>
			${desk?.lacksReceivers ? html`<p class="congvu-proposal congvu-lacking" role="note">${texts("receivers.none")}</p>` : nothing}
			${desk?.times.__typename === "ResponseTimes" ? figures(texts, desk.times, this.#open(desk)) : nothing}
			${desk?.letters.__typename === "OpenLetters" ? this.#letters(desk.letters) : nothing}
			${desk !== null && this.viewer?.isAdministrator ? this.#differencesOf(this.agency) : nothing}
			${this.#addresses}
		`;
	}

	/** Only where there is a choice. */
	#choices(agencies: Viewer["agencies"], figures: boolean): TemplateResult {
		const texts = this.#texts;
		const one = agencies.length === 1;
		return html`
			${one ? html`<h3 class="congvu-agency">${agencies[0]?.name}</h3>` : nothing}
			<div class="congvu-choices">
				${
					one
						? nothing
						: this.#select(
								"agency",
								texts("times.agency"),
								agencies.map(({ code, name }) => [code, name]),
							)
				}
				${
					figures
						? this.#select(
								"days",
								texts("times.period"),
								PERIODS.map((days) => [String(days), texts(`times.period_${days}`)]),
							)
						: nothing
				}
			</div>
		`;
	}

	#select(what: "agency" | "days", label: string, options: readonly (readonly [string, string])[]): TemplateResult {
		const chosen = String(this[what]);
		return html`
			<label>${label}
				<select class="form-control custom-select" data-choice=${what} @change=${(event: Event) => this.#choose(event, what)}>
					${options.map(([value, name]) => html`<option value=${value} ?selected=${value === chosen}>${name}</option>`)}
				</select>
			</label>
		`;
	}

	#letters(letters: Extract<Desk["letters"], { __typename: "OpenLetters" }>): TemplateResult {
		return html`
			<h3 class="congvu-times-heading" tabindex="-1">${this.#texts("times.letters")}</h3>
			${openLetters(this.#texts, letters, (letter) => void this.#explain(letter.id, letter.referenceCode))}
		`;
	}

	#differencesOf(agency: string): CongvuGateDifferences {
		this.#differences.agency = agency;
		return this.#differences;
	}

	/** Only of the own agency: whoever sees its letters sees those behind its figures. */
	#open({ times, letters }: Desk): Open {
		if (times.__typename !== "ResponseTimes" || letters.__typename !== "OpenLetters") return null;
		return ({ senderClass }, part, name) => {
			const title = this.#texts("behind.title", { who: this.#texts(`times.${senderClass}`), name });
			const asked = { senderClass, part };
			void this.#look(title, () => lettersBehind(this.#backend, times, asked));
		};
	}

	async #look(title: string, ask: () => Promise<Behind>): Promise<void> {
		this.behind = { title, result: null };
		this.message = this.#texts("times.loading");
		try {
			const result = await ask();
			this.behind = { title, result };
			this.message = result.__typename === "FigureLetters" ? "" : this.#texts("times.letters_forbidden");
		} catch (error) {
			this.#fail(error);
		}
	}

	#lettersBehind({ title, result }: { readonly title: string; readonly result: Behind | null }): TemplateResult {
		const explain = ({ id, referenceCode }: { readonly id: string; readonly referenceCode: string }) =>
			void this.#explain(id, referenceCode);
		return html`
			${this.#heading(title)}
			${result?.__typename === "FigureLetters" ? figureLetters(this.#texts, result, explain) : nothing}
		`;
	}

	#heading(title: string): TemplateResult {
		return html`
			<button type="button" class="btn btn-sm btn-secondary congvu-back" @click=${() => this.#back()}>${this.#texts("times.back")}</button>
			<h3 class="congvu-times-heading" tabindex="-1">${title}</h3>
			<p class="congvu-message" role="status">${this.message}</p>
		`;
	}

	#explanation({ code, result }: { readonly code: string; readonly result: Clock | null }): TemplateResult {
		const texts = this.#texts;
		return html`
			${this.#heading(texts("times.clock_title", { code }))}
			${result?.__typename === "LetterClock" ? clockSteps(texts, result) : nothing}
		`;
	}

	async #explain(letter: string, code: string): Promise<void> {
		const texts = this.#texts;
		this.clock = { code, result: null };
		this.message = texts("times.loading");
		try {
			const result = await clockOf(this.#backend, letter);
			this.clock = { code, result };
			this.message =
				result.__typename === "ForbiddenError"
					? texts("times.letters_forbidden")
					: result.__typename === "LetterNotFound"
						? texts("times.letter_not_found")
						: "";
		} catch (error) {
			this.#fail(error);
		}
	}

	/** One step: from a clock to where it was asked for. */
	#back(): void {
		if (this.clock === null) this.behind = null;
		this.clock = null;
		this.message = "";
	}

	#choose(event: Event, what: "agency" | "days"): void {
		const { value } = event.target as HTMLSelectElement;
		if (what === "agency") this.agency = value;
		else this.days = Number(value);
		void this.#load();
	}
}

customElements.define("congvu-times", CongvuTimes);
