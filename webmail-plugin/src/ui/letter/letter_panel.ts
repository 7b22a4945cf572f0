// The panel above a letter: how it stands, what is expected next, and one press for what was done. Every act is by name
// and can be taken back; nothing that was read from the letter is handed in before the clerk says so.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import type { Reading } from "../../hosts/host.ts";
import { clockOf, howDueIn, mergedIn } from "../letter_clock.ts";
import { dayText, type Texts } from "../texts.ts";
import type { ActingPerson } from "./acting_person.ts";
import { CongvuDeed } from "./deed_form.ts";
import { matterName } from "./deed_words.ts";
import {
	correction,
	type Deed,
	type Deeds,
	deedsFor,
	hasForm,
	type Letter,
	type Proposals,
	type Said,
} from "./deeds.ts";
import { history } from "./history.ts";
import { type HowDue, howDue } from "./how_due.ts";
import { recallSentence } from "./instead.ts";
import {
	agenciesNamed,
	apologyFor,
	type Desk,
	historyOf,
	type LetterFile,
	type NotedAct,
	namedReceivers,
	newActId,
	note,
	type Outcome,
	othersOf,
} from "./letter_desk.ts";
import { badges, boxFacts, facts, nextSentence } from "./letter_facts.ts";
import { NO_PAPERS, type Papers, papersOf, type ReadsPaper } from "./paper_files.ts";
import { handIn, nameFor, whoActs } from "./person_choice.ts";
import { momentChosen, proposalsOf, receivedOn } from "./proposing.ts";

/** What the panel stands on. */
export interface PanelParts {
	readonly backend: Asks;
	readonly texts: Texts;
	readonly reading: Reading;
	readonly desk: Desk;
	readonly person: ActingPerson;
	readonly readPaper: ReadsPaper;
	/** Called after something was noted. */
	readonly noted: () => void;
}

/** What a clerk owes every paper that comes: told apart by more than their place. */
const DUTIES: ReadonlySet<Deed["act"]> = new Set(["ACKNOWLEDGED", "REGISTERED", "SUBMITTED", "RECALL_DONE"]);

export class CongvuLetter extends LitElement {
	static override properties = {
		file: { state: true },
		open: { state: true },
		message: { state: true },
		busy: { state: true },
		howDue: { state: true },
		papers: { state: true },
	};
	declare file: LetterFile;
	/** The deed whose form is open. */
	declare open: Deed | null;
	declare message: string;
	declare busy: boolean;
	declare howDue: HowDue;
	/** What the files say; nothing before they are read. */
	declare papers: Papers;
	readonly #parts: PanelParts;
	/** What was said, by the id it is handed in with. */
	readonly #actIds = new Map<string, string>();
	#made: { readonly deed: Deed; readonly form: CongvuDeed } | null = null;
	#returnTo = "";

	constructor(parts?: PanelParts, file?: LetterFile) {
		super();
		if (parts === undefined || file === undefined) throw new TypeError("made by showLetter only");
		this.#parts = parts;
		this.file = file;
		this.open = null;
		this.message = "";
		this.busy = false;
		this.howDue = null;
		this.papers = NO_PAPERS;
	}

	protected override firstUpdated(): void {
		void this.#readPapers();
	}

	/** Only of an agency's letter that something is to be noted about yet. */
	async #readPapers(): Promise<void> {
		const { reading, readPaper } = this.#parts;
		const { letter } = this.file;
		if (letter.senderClass !== "AGENCY" || (letter.expected === "NOTHING" && letter.registerNumber !== "")) return;
		this.papers = await papersOf(reading, readPaper, receivedOn(letter));
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	protected override updated(): void {
		if (this.busy || this.open !== null || this.#returnTo === "") return;
		const button = this.querySelector<HTMLElement>(`[data-act="${this.#returnTo}"]`);
		this.#returnTo = "";
		(button ?? this.querySelector<HTMLElement>(".congvu-next"))?.focus();
	}

	override render(): TemplateResult {
		const { texts } = this.#parts;
		const { letter, acts } = this.file;
		const proposed = this.#proposals();
		const withdraw = (act: NotedAct) => void this.#withdraw(act);
		return html`
			<section class="congvu-letter" aria-label=${texts("letter.title")} aria-busy=${this.busy}
				data-standing=${letter.standing} data-expected=${letter.expected}>
				<p class="congvu-letter-head">
					<strong>${texts("letter.from", { who: texts(`times.${letter.senderClass}`) })}</strong>
					${this.#correct("CLASSIFIED", texts("letter.correct"), proposed)}
					${badges(texts, letter)}
				</p>
				<p class="congvu-next" tabindex="-1">${nextSentence(texts, letter)}</p>
				${recallSentence(texts, acts)}
				${this.#facts(proposed)}
				${this.open === null ? this.#proposalRows(letter, proposed) : nothing}
				${this.open === null ? this.#buttons(deedsFor(letter, proposed)) : this.#form(this.open)}
				<p class="congvu-message" role="status">${this.message}</p>
				<div class="congvu-foot">
					${whoActs(this.#parts, () => this.requestUpdate())}
					${history(texts, acts, withdraw)}
				</div>
			</section>
		`;
	}

	#proposals(): Proposals {
		const { reading, person, desk } = this.#parts;
		const proposed = proposalsOf(reading, this.file, person.among(desk.people)?.name ?? "", this.papers);
		return { ...proposed, needsPaper: proposed.needsPaper && desk.isNamedReceiver };
	}

	#facts(proposed: Proposals): TemplateResult {
		const { texts } = this.#parts;
		const { letter, matters } = this.file;
		const addressed = proposed.addressees === "" ? [] : [[texts("fact.addressees"), proposed.addressees] as const];
		const pairs = [...facts(texts, letter, matters), ...boxFacts(texts, this.file), ...addressed];
		const hasMatter = letter.senderClass !== "AGENCY";
		const label = texts(letter.matter === "" ? "letter.set_matter" : "letter.change_matter");
		return html`<dl class="congvu-facts">
			${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
			${hasMatter ? html`<div>${this.#correct("MATTER_SET", label, proposed)}</div>` : nothing}
		</dl>
		${letter.dueAt === null && letter.standing !== "MERGED" ? nothing : howDue(texts, this.howDue, () => void this.#askHowDue())}`;
	}

	async #askHowDue(): Promise<void> {
		const { backend, texts } = this.#parts;
		const { id } = this.file.letter;
		this.howDue = await clockOf(backend, id).then(
			(clock) => [howDueIn(texts, clock), ...mergedIn(texts, clock)].join(" ").trim(),
			() => texts("times.away"),
		);
	}

	#correct(act: "CLASSIFIED" | "MATTER_SET", label: string, proposed: Proposals): TemplateResult {
		return html`<button type="button" class="btn btn-link btn-sm congvu-correct" data-act=${act} ?disabled=${this.busy}
			@click=${() => this.#begin(correction(act, this.file.letter, proposed))}>${label}</button>`;
	}

	/** What the letter says of itself and nobody has noted yet: one press each. */
	#proposalRows(letter: Letter, { matter, askedOn, askedIn, askedFrom }: Proposals): TemplateResult {
		const { texts } = this.#parts;
		const setsMatter = matter !== "" && letter.matter === "";
		const asks = askedOn !== "" && letter.standing === "NOT_AWAITED";
		const name = matterName(this.file.matters, matter);
		const said = { sentence: askedIn, file: askedFrom };
		const asked = texts(askedFrom === "" ? "letter.asked_proposed" : "letter.asked_in_file", said);
		return html`
			${this.papers.isMarked ? html`<p class="congvu-proposal congvu-marked" role="note">${texts("letter.file_marked")}</p>` : nothing}
			${setsMatter ? this.#proposal("MATTER_SET", { matter }, texts("letter.matter_proposed", { name }), texts("letter.confirm_proposal")) : nothing}
			${asks ? this.#proposal("ANSWER_ASKED", { dueOn: askedOn }, asked, texts("letter.asked_confirm", { day: dayText(askedOn) })) : nothing}
		`;
	}

	#proposal(act: "MATTER_SET" | "ANSWER_ASKED", said: Said, words: string, label: string): TemplateResult {
		return html`<p class="congvu-proposal">
			<span>${words}</span>
			<button type="button" class="btn btn-sm btn-secondary" data-proposal=${act} ?disabled=${this.busy}
				@click=${() => void this.#do(act, said)}>${label}</button>
		</p>`;
	}

	#buttons({ main, more }: Deeds): TemplateResult {
		return html`<div class="congvu-buttons">
			${main.map((deed) => this.#button(deed, DUTIES.has(deed.act) ? "btn-primary" : "btn-secondary"))}
			<details class="congvu-more">
				<summary class="btn btn-sm btn-secondary">${this.#parts.texts("letter.more")}</summary>
				<div class="congvu-buttons">${more.map((deed) => this.#button(deed, "btn-secondary"))}</div>
			</details>
		</div>`;
	}

	#button(deed: Deed, look: string): TemplateResult {
		const { texts } = this.#parts;
		const label = texts(`act.${deed.act}`);
		return html`<button type="button" class=${`btn btn-sm ${look}`} data-act=${deed.act} ?disabled=${this.busy}
			@click=${() => this.#begin(deed)}>${hasForm(deed) ? texts("letter.form", { label }) : label}</button>`;
	}

	/** The same form while its deed is open, whatever else is drawn anew. */
	#form(deed: Deed): CongvuDeed {
		if (this.#made?.deed !== deed) this.#made = { deed, form: this.#newForm(deed) };
		this.#made.form.busy = this.busy;
		return this.#made.form;
	}

	#newForm(deed: Deed): CongvuDeed {
		const { texts, backend, desk } = this.#parts;
		const { letter, matters } = this.file;
		const agency = desk.agency?.code ?? "";
		const form = new CongvuDeed();
		form.texts = texts;
		form.deed = deed;
		form.sources = {
			matters,
			mayBeTwoAddresses: letter.senderClass !== "AGENCY",
			agencies: (name) => agenciesNamed(backend, name, agency),
			letters: (typed) => othersOf(backend, agency, letter, typed),
			messages: async () => [],
			apology: () => apologyFor(backend, letter.id),
			receivers: () => namedReceivers(backend, agency),
		};
		form.isQuiet = letter.shielded === true;
		form.submit = (said) => void this.#do(deed.act, said);
		form.cancel = () => this.#close();
		return form;
	}

	#begin(deed: Deed): void {
		this.message = "";
		this.#returnTo = deed.act;
		if (hasForm(deed)) this.open = deed;
		else void this.#do(deed.act, {});
	}

	#close(): void {
		this.open = null;
	}

	async #do(act: Deed["act"] | "WITHDRAWN", said: Said): Promise<void> {
		const { texts, backend } = this.#parts;
		const by = nameFor(this, this.#parts);
		if (by === null) {
			this.#returnTo = "";
			return;
		}
		const deposit = { letter: this.file.letter.id, act, person: by.id, said: this.#zoned(said) };
		await handIn(this, texts, async () => {
			const outcome = await note(backend, { ...deposit, id: this.#actId(act, said) });
			return this.#took(outcome, act, by.name);
		});
	}

	/** The same for the same words, so that a second press after a lost answer notes nothing twice. */
	#actId(act: string, said: Said): string {
		const key = `${act} ${JSON.stringify(said)}`;
		const id = this.#actIds.get(key) ?? newActId();
		this.#actIds.set(key, id);
		return id;
	}

	#zoned(said: Said): Said {
		const { letter, acts } = this.file;
		const known = [letter.receivedAt, ...acts.map(({ at }) => at)];
		return said.answeredAt ? { ...said, answeredAt: momentChosen(said.answeredAt, known) } : said;
	}

	/** What is to be said of it; a letter that is for others now is not spoken of. */
	async #took(outcome: Outcome, act: Deed["act"] | "WITHDRAWN", person: string): Promise<string> {
		const { texts, noted } = this.#parts;
		if ("refused" in outcome) {
			if (outcome.refused === "gone") this.remove();
			return outcome.refused === "gone" ? "" : texts(`letter.${outcome.refused}`);
		}
		this.#actIds.clear();
		noted();
		if (!(await this.#show(outcome.letter, act))) {
			this.remove();
			return "";
		}
		this.open = null;
		return texts("letter.noted", { what: texts(`done.${act}`), person });
	}

	/** Whether it is still for this log-in; in doubt, not after it was shielded. */
	async #show(letter: Letter, act: Deed["act"] | "WITHDRAWN"): Promise<boolean> {
		const unknown = act === "SHIELDED" ? null : this.file;
		const history = await historyOf(this.#parts.backend, letter.id).catch(() => unknown);
		this.howDue = null; // what was noted may have moved it
		if (history !== null) {
			const { acts, boxes, boxesForgotten } = history;
			this.file = { ...this.file, letter, acts, boxes, boxesForgotten };
		}
		return history !== null;
	}

	async #withdraw({ id }: NotedAct): Promise<void> {
		await this.#do("WITHDRAWN", { withdraws: id });
	}
}

customElements.define("congvu-letter", CongvuLetter);
