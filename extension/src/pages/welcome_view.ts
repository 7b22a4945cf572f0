// The first run: what the extension does and never sends, into which webmails it may go, who is here. Three steps, each
// of which can be left for later; what is left says what does not work yet.

import { html, nothing, type TemplateResult } from "lit";
import { ask } from "../messages.ts";
import type { StoredSettings } from "../settings/stored.ts";
import type { SignInOutcome } from "../sign_in/authorization.ts";
import type { Texts } from "../texts.ts";
import { PageElement } from "./page_element.ts";
import { hostName, requestHosts } from "./permission.ts";
import { setUp } from "./set_up.ts";

export class CongvuWelcome extends PageElement {
	static override properties = {
		stored: { state: true },
		blocked: { state: true },
		isSignedIn: { state: true },
		outcome: { state: true },
	};
	declare stored: StoredSettings | null;
	declare blocked: readonly string[];
	declare isSignedIn: boolean;
	declare outcome: SignInOutcome | "busy" | null;
	readonly #texts: Texts;

	constructor(texts?: Texts) {
		super();
		if (texts === undefined) throw new TypeError("made by the welcome page only");
		this.#texts = texts;
		this.stored = null;
		this.blocked = [];
		this.isSignedIn = false;
		this.outcome = null;
	}

	protected override async load(): Promise<void> {
		({ blocked: this.blocked, isSignedIn: this.isSignedIn, stored: this.stored } = await setUp());
	}

	override render(): TemplateResult {
		const texts = this.#texts;
		if (this.stored === null) return html`<p role="status">${texts("popup.loading")}</p>`;
		const { hosts, backend_url } = this.stored.settings;
		const isSetUp = hosts.length > 0 && backend_url !== "";
		const isAllowed = isSetUp && this.blocked.length === 0;
		return html`
			<p>${texts("welcome.lead")}</p>
			${this.#what()}
			${this.#allow(hosts, isSetUp, isAllowed)}
			${this.#signIn(backend_url !== "")}
			<p role="status">${texts(isAllowed && this.isSignedIn ? "welcome.finished" : "welcome.remaining")}</p>
		`;
	}

	#step(step: number, title: string, isDone: boolean): TemplateResult {
		const texts = this.#texts;
		return html`<p class="quiet">${texts("welcome.step", { step })} · ${texts(isDone ? "welcome.done" : "welcome.open")}</p>
			<h2 id=${`step-${step}`}>${title}</h2>`;
	}

	#what(): TemplateResult {
		const texts = this.#texts;
		return html`<section class="good" aria-labelledby="step-1">
			${this.#step(1, texts("welcome.what"), true)}
			<ul>
				<li>${texts("welcome.what_keeps")}</li>
				<li>${texts("welcome.what_reminds")}</li>
			</ul>
			<h3>${texts("welcome.never")}</h3>
			<ul>
				<li>${texts("welcome.never_content")}</li>
				<li>${texts("welcome.never_mail")}</li>
				<li>${texts("welcome.never_pages")}</li>
			</ul>
			<p class="quiet">${texts("welcome.sent")}</p>
		</section>`;
	}

	#allow(hosts: readonly string[], isSetUp: boolean, isAllowed: boolean): TemplateResult {
		const texts = this.#texts;
		const press = () => void requestHosts(this.blocked).then(() => this.load());
		return html`<section class=${isAllowed ? "good" : "warn"} aria-labelledby="step-2">
			${this.#step(2, texts("welcome.allow"), isAllowed)}
			${
				isSetUp
					? html`<p>${texts("welcome.allow_text")}</p>
						<ul>${hosts.map((host) => html`<li>${hostName(host)}</li>`)}</ul>
						<p>${texts(isAllowed ? "welcome.allowed" : "welcome.not_allowed")}</p>
						${isAllowed ? nothing : html`<p><button @click=${press}>${texts("welcome.allow_button")}</button></p>`}`
					: html`<p>${texts("welcome.not_set_up")}</p>`
			}
		</section>`;
	}

	#signIn(isSetUp: boolean): TemplateResult {
		const texts = this.#texts;
		return html`<section class=${this.isSignedIn ? "good" : "warn"} aria-labelledby="step-3">
			${this.#step(3, texts("welcome.sign_in"), this.isSignedIn)}
			<p>${texts("welcome.sign_in_text")}</p>
			${
				this.isSignedIn
					? nothing
					: html`<p>${texts("sign_in.none")}</p>
						<p><button ?disabled=${!isSetUp || this.outcome === "busy"} @click=${() => void this.#press()}>${texts("sign_in.button")}</button></p>`
			}
			<p role="status">${this.outcome === null ? nothing : texts(`sign_in.${this.outcome}`)}</p>
		</section>`;
	}

	async #press(): Promise<void> {
		this.outcome = "busy";
		this.outcome = await ask("signIn", null).catch(() => "away" as const);
		await this.load();
	}
}

customElements.define("congvu-welcome", CongvuWelcome);
