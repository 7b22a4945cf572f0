// A meeting that a letter names: shown for checking, then a calendar file made in the browser. Nothing of it leaves.

import { html, LitElement, type TemplateResult } from "lit";
import { calendarFile } from "../../core/calendar_file.ts";
import { findInvitation, type Invitation } from "../../core/invitation.ts";
import type { Reading } from "../../hosts/host.ts";
import { momentText, type Texts } from "../texts.ts";

const FILE_NAME = "lich-hop.ics";

/** Null where the letter names no meeting that can be read. */
export function meetingIn(reading: Reading, texts: Texts): CongvuMeeting | null {
	const invitation = reading.isSent ? null : findInvitation(reading.bodyLines());
	return invitation === null ? null : new CongvuMeeting(reading, texts, invitation);
}

export class CongvuMeeting extends LitElement {
	static override properties = { open: { state: true }, message: { state: true } };
	declare open: boolean;
	declare message: string;
	readonly #reading: Reading;
	readonly #texts: Texts;
	readonly #invitation: Invitation;

	constructor(reading?: Reading, texts?: Texts, invitation?: Invitation) {
		super();
		if (!reading || !texts || !invitation) throw new TypeError("made by meetingIn only");
		this.#reading = reading;
		this.#texts = texts;
		this.#invitation = invitation;
		this.open = false;
		this.message = "";
	}

	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	protected override updated(): void {
		if (this.open && !this.contains(document.activeElement)) this.querySelector<HTMLElement>("input")?.focus();
	}

	override render(): TemplateResult {
		const texts = this.#texts;
		const at = momentText(`${this.#invitation.startsAt}:00+07:00`);
		return html`<section class="congvu-letter" aria-label=${texts("calendar.found", { at })}>
			<div class="congvu-letter-head">
				<span>${texts("calendar.found", { at })}</span>
				<button type="button" class="btn btn-sm btn-secondary" aria-expanded=${this.open}
					@click=${() => this.#toggle()}>${texts("calendar.add")}</button>
			</div>
			${this.open ? this.#form() : ""}
		</section>`;
	}

	#form(): TemplateResult {
		const texts = this.#texts;
		const { startsAt, place } = this.#invitation;
		const field = (name: string, label: string, type: string, value: string) => html`
			<label class="congvu-field"><span>${label}</span>
				<input class="form-control" name=${name} type=${type} .value=${value} autocomplete="off" />
			</label>`;
		return html`<form class="congvu-deed" novalidate @submit=${(event: Event) => this.#save(event)}
			@keydown=${(event: KeyboardEvent) => this.#key(event)}>
			<p class="congvu-note">${texts("calendar.check")}</p>
			<div class="congvu-fields">
				${field("title", texts("calendar.subject"), "text", this.#reading.subject())}
				${field("startsAt", texts("calendar.starts"), "datetime-local", startsAt)}
				${field("place", texts("calendar.place"), "text", place)}
			</div>
			<p class="congvu-message" role="alert">${this.message}</p>
			<div class="congvu-buttons">
				<button type="submit" class="btn btn-sm btn-primary">${texts("calendar.save")}</button>
				<button type="button" class="btn btn-sm btn-secondary" @click=${() => this.#toggle()}>${texts("button.cancel")}</button>
			</div>
		</form>`;
	}

	#toggle(): void {
		this.open = !this.open;
		this.message = "";
		if (!this.open) this.querySelector<HTMLElement>("button")?.focus();
	}

	#key(event: KeyboardEvent): void {
		if (event.key === "Escape") this.#toggle();
	}

	#save(event: Event): void {
		event.preventDefault();
		const said = new FormData(event.target as HTMLFormElement);
		const [title, startsAt, place] = ["title", "startsAt", "place"].map((name) => String(said.get(name) ?? "").trim());
		if (!title || !startsAt) {
			this.message = this.#texts("calendar.incomplete");
			return;
		}
		const meeting = { id: this.#reading.messageId, title, startsAt, place: place ?? "" };
		download(calendarFile({ ...meeting, madeAt: new Date().toISOString() }));
		this.#toggle();
	}
}

function download(file: string): void {
	const address = URL.createObjectURL(new Blob([file], { type: "text/calendar;charset=utf-8" }));
	const link = Object.assign(document.createElement("a"), { href: address, download: FILE_NAME });
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser may still be asking where to put it
}

customElements.define("congvu-meeting", CongvuMeeting);
