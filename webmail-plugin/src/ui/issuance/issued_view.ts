// "Văn bản phát hành": how far each issued paper came, line by line; what was issued and not mailed; for the clerk the
// numbers that are in no row, and taking the register over. What the log-in may not see is not there.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { problemOf } from "../../api/problems.ts";
import { readRegister } from "../../core/index.ts";
import type { ActingPerson } from "../letter/acting_person.ts";
import { whoActs } from "../letter/person_choice.ts";
import type { Texts } from "../texts.ts";
import {
	type Days,
	type IssuanceDesk,
	type IssuedDocument,
	type IssuedDocuments,
	importRegister,
	issuanceDeskOf,
	issuedDocuments,
	type NumberGap,
	numberGaps,
	type Outcome,
	publishLink,
	stateLineReason,
	statePaperReason,
	type UnmailedPaper,
	unmailedPapers,
} from "./issuance_desk.ts";
import { issuedTable } from "./issued_table.ts";
import { gapList, problemList, registerDrop, unmailedTable } from "./register_tables.ts";

export interface IssuedParts {
	readonly backend: Asks;
	readonly texts: Texts;
	readonly person: ActingPerson;
	readonly now: () => Date;
}

type Tab = "issued" | "unmailed" | "gaps" | "register";

const PERIODS = [7, 30, 90] as const;

export class CongvuIssued extends LitElement {
	static override properties = {
		tab: { state: true },
		days: { state: true },
		desk: { state: true },
		issued: { state: true },
		papers: { state: true },
		gaps: { state: true },
		open: { state: true },
		message: { state: true },
		problems: { state: true },
	};
	declare tab: Tab;
	declare days: number;
	/** Null while it is being asked who looks. */
	declare desk: IssuanceDesk | null;
	declare issued: IssuedDocuments | null;
	declare papers: readonly UnmailedPaper[] | null;
	declare gaps: readonly NumberGap[] | null;
	/** The paper whose lines are shown. */
	declare open: string;
	declare message: string;
	declare problems: readonly string[];
	readonly #parts: IssuedParts;

	constructor(parts?: IssuedParts) {
		super();
		if (parts === undefined) throw new TypeError("made by openIssuedDialog only");
		this.#parts = parts;
		this.tab = "issued";
		this.days = 7;
		this.desk = null;
		this.issued = null;
		this.papers = null;
		this.gaps = null;
		this.open = "";
		this.message = parts.texts("times.loading");
		this.problems = [];
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.#start();
	}

	override render(): TemplateResult {
		const { texts, person } = this.#parts;
		const { desk } = this;
		if (desk === null || desk.work === "none") return html`<p class="congvu-message" role="status">${this.message}</p>`;
		return html`<div class="congvu-times congvu-issuance">
			<div class="congvu-tabs" role="tablist">${this.#tabs(desk).map((tab) => this.#tab(tab))}</div>
			${this.tab === "issued" || this.tab === "unmailed" ? this.#period() : nothing}
			<p class="congvu-message" role="status">${this.message}</p>
			${this.#shown(desk)}
			${desk.work === "issue" && this.tab !== "gaps" ? html`<div class="congvu-foot">${whoActs({ texts, person, desk }, () => this.requestUpdate())}</div>` : nothing}
		</div>`;
	}

	#tabs(desk: IssuanceDesk): readonly Tab[] {
		return [
			"issued",
			"unmailed",
			...(desk.isClerk ? (["gaps"] as const) : []),
			...(desk.work === "issue" ? (["register"] as const) : []),
		];
	}

	#tab(tab: Tab): TemplateResult {
		const { texts } = this.#parts;
		const press = () => {
			this.tab = tab;
			this.problems = [];
			void this.#load();
		};
		return html`<button type="button" role="tab" class="btn btn-sm ${tab === this.tab ? "btn-primary" : "btn-secondary"}"
			aria-selected=${tab === this.tab} data-tab=${tab} @click=${press}>${texts(`issued.tab.${tab}`)}</button>`;
	}

	#period(): TemplateResult {
		const { texts } = this.#parts;
		const choose = (event: Event) => {
			this.days = Number((event.target as HTMLSelectElement).value);
			void this.#load();
		};
		return html`<label class="congvu-period">${texts("issued.period")}
			<select class="form-control custom-select custom-select-sm" data-field="days" @change=${choose}>
				${PERIODS.map((days) => html`<option value=${days} ?selected=${days === this.days}>${texts("issued.days", { days })}</option>`)}
			</select></label>`;
	}

	#shown(desk: IssuanceDesk): TemplateResult | typeof nothing {
		const { texts } = this.#parts;
		const may = desk.work === "issue";
		if (this.tab === "issued" && this.issued !== null) {
			return issuedTable(texts, this.issued, {
				open: this.open,
				toggle: (id) => {
					this.open = this.open === id ? "" : id;
				},
				excuse: may
					? (document, lines, reason) =>
							void this.#change((agency, person) =>
								stateLineReason(this.#parts.backend, agency, { document, lines, reason, person }),
							)
					: null,
				publish: may
					? (document, url) =>
							void this.#change((agency, person) => publishLink(this.#parts.backend, agency, { document, url, person }))
					: null,
			});
		}
		if (this.tab === "unmailed" && this.papers !== null) {
			return unmailedTable(texts, this.papers, may ? (paper, reason) => void this.#excusePaper(paper, reason) : null);
		}
		if (this.tab === "gaps" && this.gaps !== null) return gapList(texts, this.gaps, this.#parts.now().getFullYear());
		if (this.tab !== "register") return nothing;
		return html`${registerDrop(texts, (file) => void this.#take(file))}${problemList(texts, this.problems)}`;
	}

	async #start(): Promise<void> {
		const { backend, texts } = this.#parts;
		try {
			this.desk = await issuanceDeskOf(backend);
			if (this.desk.work === "none" || this.desk.agency === null) {
				this.message = texts("times.no_role");
				return;
			}
			await this.#load();
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	async #load(): Promise<void> {
		const { backend, texts, now } = this.#parts;
		const agency = this.desk?.agency?.code;
		if (agency === undefined) return;
		this.message = texts("times.loading");
		try {
			const days = daysUntil(now(), this.days);
			if (this.tab === "issued") this.issued = await issuedDocuments(backend, agency, days);
			if (this.tab === "unmailed") this.papers = await unmailedPapers(backend, agency, days);
			if (this.tab === "gaps") this.gaps = await numberGaps(backend, agency, now().getFullYear());
			this.message = "";
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	/** By a named person; the paper is shown as it is then. */
	async #change(hand: (agency: string, person: string) => Promise<Outcome<IssuedDocument>>): Promise<void> {
		await this.#byName(async (agency, person) => {
			const outcome = await hand(agency, person);
			if ("refused" in outcome) return this.#parts.texts(`issued.${outcome.refused}`);
			const { value } = outcome;
			if (this.issued !== null) {
				const documents = this.issued.documents.map((one) => (one.id === value.id ? value : one));
				this.issued = { ...this.issued, documents };
			}
			return this.#parts.texts("issued.noted");
		});
	}

	async #excusePaper(paper: UnmailedPaper, reason: Parameters<typeof statePaperReason>[2]["reason"]): Promise<void> {
		await this.#byName(async (agency, person) => {
			const { backend, texts, now } = this.#parts;
			const said = { issuedOn: paper.issuedOn, symbol: paper.symbol, reason, person };
			const refused = await statePaperReason(backend, agency, said);
			if (refused !== null) return texts(`issued.${refused}`);
			this.papers = await unmailedPapers(backend, agency, daysUntil(now(), this.days));
			return texts(reason === "SECRET" ? "issued.removed" : "issued.noted");
		});
	}

	/** Read here: rows with a độ mật never leave the page. */
	async #take(file: File): Promise<void> {
		const { backend, texts } = this.#parts;
		const read = readRegister(new Uint8Array(await file.arrayBuffer()));
		this.problems = read.problems.map(({ line, what }) =>
			line === 0 ? texts(`register.${what}`) : texts("register.line", { line, what: texts(`register.${what}`) }),
		);
		if (read.problems.length > 0) {
			this.message = texts("register.refused");
			return;
		}
		await this.#byName(async (agency, person) => {
			const outcome = await importRegister(backend, agency, read.rows, person);
			if ("refused" in outcome) return texts(`issued.${outcome.refused}`);
			return texts("register.taken", { ...outcome.value, dropped: read.dropped });
		});
	}

	async #byName(act: (agency: string, person: string) => Promise<string>): Promise<void> {
		const { texts, person } = this.#parts;
		const { desk } = this;
		const by = desk === null ? null : person.among(desk.people);
		if (desk?.agency == null || by === null) {
			this.message = texts(desk?.people.length === 0 ? "letter.nobody" : "letter.choose_person");
			this.querySelector<HTMLElement>(".congvu-who select")?.focus();
			return;
		}
		this.message = texts("letter.noting");
		try {
			this.message = await act(desk.agency.code, by.id);
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}
}

/** The last days up to today, in Vietnam's time. */
export function daysUntil(now: Date, days: number): Days {
	const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" });
	return { since: day.format(new Date(now.getTime() - (days - 1) * 86_400_000)), until: day.format(now) };
}

customElements.define("congvu-issued", CongvuIssued);
