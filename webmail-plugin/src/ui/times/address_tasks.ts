// "Hộp thư chính thức cần xem lại": published mailboxes that bounce, lie unread or did not confirm, as far as the log-in
// looks after them. Where there is nothing to see it is not there.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { AddressHealthOperation, type AddressHealthQuery } from "../../api/generated.ts";
import { dayText, type Texts } from "../texts.ts";

type Health = AddressHealthQuery["addressHealth"];

const MOST_NAMED = 20;

export class CongvuAddressTasks extends LitElement {
	static override properties = { health: { state: true } };
	/** Null before it is known, and for those whose work it is not. */
	declare health: Health | null;
	readonly #backend: Asks;
	readonly #texts: Texts;

	constructor(backend?: Asks, texts?: Texts) {
		super();
		if (backend === undefined || texts === undefined) throw new TypeError("made by CongvuTimes only");
		this.#backend = backend;
		this.#texts = texts;
		this.health = null;
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		this.#backend.ask(AddressHealthOperation, {}).then(
			({ addressHealth }) => {
				this.health = addressHealth;
			},
			() => undefined, // an addition: the figures beside it say how the backend is
		);
	}

	override render(): TemplateResult | typeof nothing {
		const { health } = this;
		if (health === null || (health.tasks.length === 0 && health.unconfirmed.length === 0)) return nothing;
		return html`<h3>${this.#texts("addresses.title")}</h3>${this.#tasks(health)}${this.#unconfirmed(health)}`;
	}

	#tasks({ tasks }: Health): TemplateResult | typeof nothing {
		if (tasks.length === 0) return nothing;
		const texts = this.#texts;
		return html`<table class="table congvu-table" data-table="addresses">
			<thead><tr><th scope="col">${texts("addresses.box")}</th><th scope="col">${texts("addresses.trouble")}</th>
				<th scope="col">${texts("addresses.since")}</th></tr></thead>
			<tbody>${tasks.map(
				({ address, agencyName, trouble, since }) => html`<tr>
					<th scope="row">${address} <small>${agencyName}</small></th>
					<td data-label=${texts("addresses.trouble")}>${texts(`addresses.${trouble}`)}</td>
					<td data-label=${texts("addresses.since")}>${dayText(since)}</td>
				</tr>`,
			)}</tbody>
		</table>`;
	}

	#unconfirmed({ unconfirmed, agencies }: Health): TemplateResult | typeof nothing {
		if (unconfirmed.length === 0) return nothing;
		const named = unconfirmed.slice(0, MOST_NAMED).join("; ");
		const names = unconfirmed.length > MOST_NAMED ? `${named}; …` : named;
		return html`<p class="congvu-how">${this.#texts("addresses.unconfirmed", { count: unconfirmed.length, agencies, names })}</p>`;
	}
}

customElements.define("congvu-address-tasks", CongvuAddressTasks);
