// The panel of the compose page: templates alone, no element of its own class, for where the extension runs there are
// none. In Roundcube it stands in the page itself, so that the skin's own classes dress it in light and dark; the
// extension puts it into a shadow root with a dress of its own for the same classes.

import { repeat } from "lit/directives/repeat.js";
import { html, nothing, render, type TemplateResult } from "lit/html.js";
import type { PanelAlert, PanelButton, PanelChip, PanelStatus, PanelView } from "./panel_view.ts";

/** Elastic's boxes, as its own script would dress them on page load. */
const BOXES = {
	stop: "ui alert boxerror alert-danger",
	ask: "ui alert boxwarning alert-warning",
	hint: "ui alert boxinformation alert-info",
} as const;

export class CongvuPanel {
	/** Put it where the panel is to stand. */
	readonly element: HTMLElement = document.createElement("congvu-panel");
	#view: PanelView | null = null;
	#openChip: string | null = null;

	/** Null until it was first shown. */
	get view(): PanelView | null {
		return this.#view;
	}

	set view(view: PanelView) {
		this.#view = view;
		this.#render();
	}

	/** Lead keyboard and screen reader to the first thing that stops the letter. */
	focusFirstAlert(): void {
		const alert = this.element.querySelector<HTMLElement>(".congvu-alert");
		alert?.focus();
		alert?.scrollIntoView({ block: "nearest" });
	}

	/** False while it stands on another pane of a narrow screen. */
	get isShown(): boolean {
		return this.element.getClientRects().length > 0;
	}

	#render(): void {
		if (this.#view === null) return;
		const { label, statuses, alerts, chips } = this.#view;
		const panel = html`
			<section class="congvu" aria-label=${label}>
				<div class="congvu-statuses" role="status" aria-live="polite">${statuses.map(statusLine)}</div>
				<div class="congvu-alerts" aria-live="assertive" aria-relevant="additions">
					${repeat(alerts, ({ id }) => id, alertBox)}
				</div>
				<div class="congvu-chips">${chips.map((chip) => this.#chip(chip))}</div>
			</section>
		`;
		render(panel, this.element);
	}

	#chip(chip: PanelChip): TemplateResult {
		const open = this.#openChip === chip.id;
		const reasons = `congvu-reasons-${chip.id}`;
		return html`
			<button type="button" class="congvu-chip" data-chip=${chip.id} data-done=${chip.done}
				aria-expanded=${open} aria-controls=${reasons} @click=${() => this.#toggle(chip.id)}>${chip.text}</button>
			<ul id=${reasons} class="congvu-reasons" ?hidden=${!open}>
				${chip.reasons.map((reason) => html`<li>${reason}</li>`)}
			</ul>
		`;
	}

	#toggle(id: string): void {
		this.#openChip = this.#openChip === id ? null : id;
		this.#render();
	}
}

function statusLine({ text, tone, button }: PanelStatus): TemplateResult {
	return html`<p class="congvu-status" data-tone=${tone}><span>${text}</span>${button === null ? nothing : buttonOf(button)}</p>`;
}

export function alertBox(alert: PanelAlert): TemplateResult {
	const heading = `congvu-alert-${alert.id.replaceAll(/\W+/gu, "-")}`;
	return html`
		<div class="congvu-alert ${BOXES[alert.tone]}" data-tone=${alert.tone} data-alert=${alert.id}
			role="group" aria-labelledby=${heading} tabindex="-1">
			<i class="icon" aria-hidden="true"></i>
			<div class="congvu-alert-text">
				<h3 id=${heading}>${alert.title}</h3>
				${alert.paragraphs.map((text) => html`<p>${text}</p>`)}
				${alert.facts.length === 0 ? nothing : html`<ul class="congvu-facts">${alert.facts.map((fact) => html`<li>${fact}</li>`)}</ul>`}
				${alert.steps === null ? nothing : html`<h4>${alert.steps.title}</h4><ol>${alert.steps.lines.map((line) => html`<li>${line}</li>`)}</ol>`}
				${alert.buttons.length === 0 ? nothing : html`<div class="congvu-buttons">${alert.buttons.map(buttonOf)}</div>`}
			</div>
		</div>
	`;
}

function buttonOf({ label, description, main, press }: PanelButton): TemplateResult {
	return html`<button type="button" class="btn btn-sm ${main ? "btn-primary" : "btn-secondary"}"
		aria-label=${description ?? label} @click=${press}>${label}</button>`;
}
