// What the browsers' gate did not see, for the IT administrator. It tells what single officials sent: so it is asked for
// with a reason only, and who looked and why stands in their logs.

import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { GateDifferencesOperation, type GateDifferencesQuery, type LookReason } from "../../api/generated.ts";
import { problemOf } from "../../api/problems.ts";
import type { Texts } from "../texts.ts";
import { gateDifferences } from "./times_tables.ts";

const REASONS: readonly LookReason[] = ["PLANNED_CHECK", "INCIDENT", "COMPLAINT", "ASKED_BY_PERSON"];

export class CongvuGateDifferences extends LitElement {
	static override properties = { agency: { attribute: false }, found: { state: true }, message: { state: true } };
	declare agency: string;
	/** Null until a reason was given. */
	declare found: GateDifferencesQuery["gateDifferences"] | null;
	declare message: string;
	readonly #backend: Asks;
	readonly #texts: Texts;

	constructor(backend?: Asks, texts?: Texts) {
		super();
		if (backend === undefined || texts === undefined) throw new TypeError("made by CongvuTimes only");
		this.#backend = backend;
		this.#texts = texts;
		this.agency = "";
		this.found = null;
		this.message = "";
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	/** Another agency is another look. */
	override willUpdate(changed: PropertyValues<this>): void {
		if (!changed.has("agency")) return;
		this.found = null;
		this.message = "";
	}

	override render(): TemplateResult {
		const texts = this.#texts;
		return html`
			<h3>${texts("times.differences")}</h3>
			${this.found?.__typename === "GateDifferences" ? gateDifferences(texts, this.found) : this.#question()}
			<p class="congvu-message" role="status">${this.message}</p>
		`;
	}

	#question(): TemplateResult {
		const texts = this.#texts;
		return html`
			<p class="congvu-how">${texts("look.why")}</p>
			<div class="congvu-choices">
				<label>${texts("look.reason")}
					<select class="form-control custom-select" data-choice="reason">
						<option value="">${texts("look.choose")}</option>
						${REASONS.map((reason) => html`<option value=${reason}>${texts(`look.${reason}`)}</option>`)}
					</select>
				</label>
				<button type="button" class="btn btn-secondary congvu-look" @click=${() => void this.#look()}>${texts("look.show")}</button>
			</div>
		`;
	}

	async #look(): Promise<void> {
		const { agency } = this;
		const chosen = this.querySelector<HTMLSelectElement>("select")?.value ?? "";
		const reason = REASONS.find((one) => one === chosen);
		if (reason === undefined) {
			this.message = this.#texts("look.needed");
			return;
		}
		try {
			const { gateDifferences: found } = await this.#backend.ask(GateDifferencesOperation, { agency, reason });
			if (agency !== this.agency) return;
			this.found = found;
			this.message = found.__typename === "GateDifferences" ? "" : this.#texts("times.no_role");
		} catch (error) {
			this.message = this.#texts(`times.${problemOf(error).kind}`);
		}
	}
}

customElements.define("congvu-gate-differences", CongvuGateDifferences);
