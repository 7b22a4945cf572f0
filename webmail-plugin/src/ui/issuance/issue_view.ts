// "Phát hành": the issued paper is dropped, read on this machine, its "Nơi nhận" resolved line by line; the clerk looks
// and confirms, and recipients and paper go into the letter. A marked paper ends here: not a byte of it leaves.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { problemOf } from "../../api/problems.ts";
import { actionFor, type Bundle, type Finding, pagesOfPdf, planLines, type RecipientMemory } from "../../core/index.ts";
import type { Draft } from "../../hosts/host.ts";
import type { FileEntry } from "../compose/file_entry.ts";
import type { ActingPerson } from "../letter/acting_person.ts";
import { whoActs } from "../letter/person_choice.ts";
import type { Texts } from "../texts.ts";
import { type IssuanceDesk, issuanceDeskOf, recordIssued, resolved } from "./issuance_desk.ts";
import { addressesOf, chosenLines, draftOf, entriesOf, faultOf, type IssueDraft, inputOf } from "./issue_draft.ts";
import { fields, lineTable } from "./issue_form.ts";
import { paperChoice, refusedPaper } from "./paper_choice.ts";
import { choicesOf, forget, memoriesOf, memoryList, remember, rememberChoice } from "./remembering.ts";

export interface IssueParts {
	readonly backend: Asks;
	readonly texts: Texts;
	readonly draft: Draft;
	readonly person: ActingPerson;
	readonly storage: Storage;
	readonly bundle: () => Bundle | null;
	/** Looks at a file on this machine; null while there are no rules. */
	readonly judge: (file: File) => Promise<Finding | null>;
	/** Tell the backend that a marked paper was refused: action, rule and bundle, nothing else of it. */
	readonly report: (finding: Finding) => void;
	/** Files of the letter that were looked at. */
	readonly files: () => readonly FileEntry[];
}

export type Field = "to" | "bcc";
/** choose: no paper yet · looking: it is being read · refused: it must not leave · check: the clerk looks */
type Step = "choose" | "looking" | "refused" | "check";

const FIELD_NAME = "congvu.issue.field";

export class CongvuIssue extends LitElement {
	static override properties = {
		step: { state: true },
		paper: { state: true },
		desk: { state: true },
		field: { state: true },
		message: { state: true },
		refusal: { state: true },
		memories: { state: true },
		remembers: { state: true },
	};
	declare step: Step;
	declare paper: IssueDraft | null;
	/** Null while it is being asked who acts. */
	declare desk: IssuanceDesk | null;
	declare field: Field;
	declare message: string;
	declare refusal: { readonly name: string; readonly finding: Finding | null } | null;
	/** Choices made before that lines of the paper follow. */
	declare memories: readonly RecipientMemory[];
	/** Whether what is chosen here is to be remembered for the agency. */
	declare remembers: boolean;
	/** What was chosen could not be remembered: it counts for this paper only. */
	notRemembered = false;
	readonly #parts: IssueParts;
	#ready: Promise<void> = Promise.resolve();

	constructor(parts?: IssueParts) {
		super();
		if (parts === undefined) throw new TypeError("made by openIssueDialog only");
		this.#parts = parts;
		this.step = "choose";
		this.paper = null;
		this.desk = null;
		this.field = parts.storage.getItem(FIELD_NAME) === "bcc" ? "bcc" : "to";
		this.message = "";
		this.refusal = null;
		this.memories = [];
		this.remembers = true;
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#ready = this.#start();
	}

	override render(): TemplateResult {
		return html`<div class="congvu-issuance">
			<p class="congvu-message" role="status">${this.message}</p>
			${this.step === "refused" && this.refusal !== null ? refusedPaper(this.#parts.texts, this.#parts.bundle(), this.refusal) : nothing}
			${this.step === "check" ? this.#check() : paperChoice(this.#parts.texts, this.#choices(), this.step === "looking")}
		</div>`;
	}

	/** Whether the paper was recorded and put into the letter. */
	async submit(): Promise<boolean> {
		const { texts } = this.#parts;
		const paper = this.paper;
		const fault = paper === null ? "lines" : faultOf(paper);
		if (paper === null || this.step !== "check" || fault !== null) {
			this.message = texts(this.step === "check" ? `issue.fault.${fault ?? "lines"}` : "issue.no_paper");
			return false;
		}
		const by = this.#acting();
		return by === null ? false : this.#issue(paper, by);
	}

	/** The id of who acts; null when that is not said, and then it is asked. */
	#acting(): string | null {
		const { texts, person } = this.#parts;
		const by = this.desk === null ? null : person.among(this.desk.people);
		if (by !== null) return by.id;
		this.message = texts(this.desk?.people.length === 0 ? "letter.nobody" : "letter.choose_person");
		this.querySelector<HTMLElement>(".congvu-who select")?.focus();
		return null;
	}

	/** A choice made before is taken back, and its line asked about. */
	async #askAgain({ text }: RecipientMemory): Promise<void> {
		const { backend, texts } = this.#parts;
		const by = this.#acting();
		if (by === null) return;
		try {
			const done = await forget(backend, this.desk?.agency?.code ?? "", text, by);
			if (done) await this.#resolve();
			else this.message = texts("issued.forbidden");
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	async #issue(paper: IssueDraft, person: string): Promise<boolean> {
		const { backend, texts, draft } = this.#parts;
		this.message = texts("letter.noting");
		try {
			const agency = this.desk?.agency?.code ?? "";
			const outcome = await recordIssued(backend, agency, inputOf(paper), person);
			if ("refused" in outcome) {
				this.message = texts(`issued.${outcome.refused}`);
				return false;
			}
			const choices = this.remembers ? choicesOf(paper.lines) : [];
			this.notRemembered = !(await remember(backend, agency, choices, person));
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
			return false;
		}
		draft.addRecipients(addressesOf(paper), this.field);
		draft.suggestSubject(paper.subject);
		if (paper.file !== null) draft.attach([paper.file]); // by the gate of every file
		return true;
	}

	async #start(): Promise<void> {
		const { backend, texts } = this.#parts;
		try {
			this.desk = await issuanceDeskOf(backend);
			if (this.desk.work !== "issue") this.message = texts("issued.forbidden");
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	#choices() {
		const papers = this.#parts.files().filter(({ finding, place }) => place !== "refused" && isIssuable(finding));
		return {
			papers,
			choose: (entry: FileEntry) => entry.finding !== null && void this.#take(draftOf(entry.finding, null, null)),
			drop: (file: File) => void this.#look(file),
		};
	}

	async #look(file: File): Promise<void> {
		const { judge, texts } = this.#parts;
		this.step = "looking";
		this.refusal = null;
		this.message = texts("status.checking");
		const finding = await judge(file).catch(() => null);
		if (finding === null || !isIssuable(finding)) {
			if (finding?.secrecy === "marked") this.#parts.report(finding);
			this.step = "refused";
			this.refusal = { name: file.name, finding };
			this.message = "";
			return;
		}
		const pages = pagesOfPdf(new Uint8Array(await file.arrayBuffer()));
		await this.#take(draftOf(finding, file, pages));
	}

	async #take(paper: IssueDraft): Promise<void> {
		this.paper = paper;
		this.step = "check";
		await this.#resolve();
	}

	async #resolve(): Promise<void> {
		const { backend, texts } = this.#parts;
		await this.#ready; // the own agency is no recipient
		if (this.paper === null) return;
		const entries = entriesOf(this.paper);
		this.message = entries.length === 0 ? texts("issue.no_entries") : texts("issue.resolving");
		try {
			const found = await resolved(backend, entries, this.paper.issuedOn || null);
			const planned = planLines(entries, found, this.paper.kind || null, this.desk?.agency?.code ?? "");
			this.paper = { ...this.paper, lines: chosenLines(planned) };
			this.memories = memoriesOf(found);
			if (entries.length > 0) this.message = "";
		} catch (error) {
			this.message = texts(`times.${problemOf(error).kind}`);
		}
	}

	#check(): TemplateResult {
		const { texts, bundle } = this.#parts;
		if (this.paper === null) return html``;
		const change = (changed: Partial<IssueDraft>) => {
			if (this.paper !== null) this.paper = { ...this.paper, ...changed };
		};
		return html`
			${needsConfirming(this.paper.finding) ? html`<p class="congvu-hint">${texts("issue.needs_confirming")}</p>` : nothing}
			${fields(texts, this.paper, bundle()?.kinds ?? [], change, () => void this.#resolve())}
			${lineTable(texts, this.paper, change)}
			${memoryList(texts, this.memories, (memory) => void this.#askAgain(memory))}
			${rememberChoice(texts, this.paper.lines, this.remembers, (wanted) => {
				this.remembers = wanted;
			})}
			<div class="congvu-foot">
				${this.#fieldChoice()}
				${this.desk === null ? nothing : whoActs({ texts, person: this.#parts.person, desk: this.desk }, () => this.requestUpdate())}
			</div>
		`;
	}

	#fieldChoice(): TemplateResult {
		const { texts, storage } = this.#parts;
		const choose = (event: Event) => {
			this.field = (event.target as HTMLSelectElement).value === "bcc" ? "bcc" : "to";
			try {
				storage.setItem(FIELD_NAME, this.field);
			} catch {
				// a browser that keeps nothing asks again
			}
		};
		return html`<label>${texts("issue.field")}
			<select class="form-control custom-select custom-select-sm" data-field="field" @change=${choose}>
				${(["to", "bcc"] as const).map((one) => html`<option value=${one} ?selected=${one === this.field}>${texts(`issue.field.${one}`)}</option>`)}
			</select></label>`;
	}
}

/** A marked paper never; one that two people let pass by a decision is no matter of this register either. */
function isIssuable(finding: Finding | null): boolean {
	return (
		finding !== null && finding.secrecy !== "marked" && finding.secrecy !== "cleared" && finding.fingerprint !== ""
	);
}

function needsConfirming(finding: Finding): boolean {
	return actionFor(finding, "province") === "confirm";
}

customElements.define("congvu-issue", CongvuIssue);
