// Today's checks: a dot for each window, how we know in words, and the button for whoever has just looked.

import { html, nothing, type TemplateResult } from "lit";
import { BackgroundBackend } from "../gate/background.ts";
import { PageElement } from "../pages/page_element.ts";
import { timeInVietnam } from "../settings/quiet_hours.ts";
import { lasting, type Shelf } from "../shelf.ts";
import type { Texts } from "../texts.ts";
import { type BoxChecks, type CheckWindow, checksOfToday, followedBoxes, noteCheck } from "./day.ts";
import type { Agency } from "./due_letters.ts";

const PERSON = "person"; // who pressed the button last in this browser

export class CongvuChecks extends PageElement {
	static override properties = { boxes: { state: true }, person: { state: true }, message: { state: true } };
	/** Null while they are asked for, or could not be. */
	declare boxes: readonly BoxChecks[] | null;
	/** An id; "" while nobody was chosen. */
	declare person: string;
	declare message: string;
	readonly #texts: Texts;
	readonly #agency: Agency;
	readonly #chosenBox: string;
	readonly #shelf: Shelf = lasting();

	constructor(texts?: Texts, agency?: Agency, chosenBox = "") {
		super();
		if (texts === undefined || agency === undefined) throw new TypeError("made by the popup only");
		this.#texts = texts;
		this.#agency = agency;
		this.#chosenBox = chosenBox;
		this.boxes = null;
		this.person = "";
		this.message = "";
	}

	protected override async load(): Promise<void> {
		const kept = await this.#shelf.get(PERSON);
		const { people, code } = this.#agency;
		this.person = people.find(({ id }) => id === kept)?.id ?? people[0]?.id ?? "";
		this.boxes = await checksOfToday(new BackgroundBackend(), code, new Date()).catch(() => null);
	}

	override render(): TemplateResult {
		const texts = this.#texts;
		const boxes = followedBoxes(this.boxes ?? [], this.#chosenBox);
		return html`<section aria-labelledby="checks">
			<h2 id="checks">${texts("checks.title")}</h2>
			${this.#agency.code === "" ? html`<p class="quiet">${texts("checks.no_agency")}</p>` : nothing}
			${boxes.map((box) => this.#box(box, boxes.length > 1))}
			<p role="status">${this.message}</p>
		</section>`;
	}

	#box({ mailbox, windows }: BoxChecks, isNamed: boolean): TemplateResult {
		const texts = this.#texts;
		const duties = windows.filter(({ state }) => state !== "NO_DUTY");
		const kept = duties.filter(({ state }) => state === "KEPT").length;
		const isNow = windows.some(({ state }) => state === "RUNNING");
		return html`
			${isNamed ? html`<h3>${mailbox}</h3>` : nothing}
			<p class="quiet">${duties.length === 0 ? texts("checks.no_day") : texts("checks.count", { done: kept, all: duties.length })}</p>
			<ul class="plain dots">${duties.map((window) => this.#window(window))}</ul>
			${isNow && this.person !== "" ? this.#button(mailbox) : nothing}
		`;
	}

	#window(window: CheckWindow): TemplateResult {
		const span = `${timeInVietnam(new Date(window.from))}–${timeInVietnam(new Date(window.to))}`;
		return html`<li>
			<span class=${`dot dot-${window.state.toLowerCase()}`} aria-hidden="true"></span>
			<time>${span}</time>
			<span>${this.#words(window)}</span>
		</li>`;
	}

	/** What it came to, and how we know, as the backend says it. */
	#words({ state, proofs }: CheckWindow): string {
		const texts = this.#texts;
		const known = proofs.map(({ words, wordsEn }) => (texts.language === "vi" ? words : wordsEn));
		const own = state === "KEPT" || state === "UNSEEN" || state === "NO_DUTY" ? [] : [texts(`checks.${state}`)];
		return [...own, ...known].join(". ");
	}

	#button(mailbox: string): TemplateResult {
		const texts = this.#texts;
		const { people } = this.#agency;
		const chosen = (event: Event) => {
			this.person = (event.target as HTMLSelectElement).value;
			void this.#shelf.set(PERSON, this.person);
		};
		return html`
			${
				people.length < 2
					? nothing
					: html`<label for="person">${texts("checks.person")}</label>
						<select id="person" @change=${chosen}>
							${people.map(({ id, name }) => html`<option value=${id} ?selected=${id === this.person}>${name}</option>`)}
						</select>`
			}
			<p><button @click=${() => void this.#note(mailbox)}>${texts("checks.button")}</button></p>
		`;
	}

	async #note(mailbox: string): Promise<void> {
		const boxes = await noteCheck(new BackgroundBackend(), this.#agency.code, mailbox, this.person).catch(() => null);
		if (boxes !== null) this.boxes = boxes;
		const at = timeInVietnam(new Date());
		this.message = boxes === null ? this.#texts("checks.not_noted") : this.#texts("checks.noted", { at });
	}
}

customElements.define("congvu-checks", CongvuChecks);
