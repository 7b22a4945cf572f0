// The options page: what an official may set for this browser, and what the administrators have set, to be read.

import { html, nothing, type TemplateResult } from "lit";
import { ownAgency } from "../checks/due_letters.ts";
import { BackgroundBackend } from "../gate/background.ts";
import { ask } from "../messages.ts";
import { accepts, type SettingName } from "../settings/settings.ts";
import { changeSetting, type StoredSettings } from "../settings/stored.ts";
import type { Texts } from "../texts.ts";
import { PageElement } from "./page_element.ts";
import { hostName, requestHosts } from "./permission.ts";
import { setUp } from "./set_up.ts";
import { SettingFields } from "./setting_fields.ts";

const NOTICES: readonly SettingName[] = [
	"notify_new_mail",
	"notify_checks",
	"notify_due",
	"notice_details",
	"quiet_hours",
	"agency_box",
];
const ADMINISTRATION: readonly SettingName[] = [
	"backend_url",
	"hosts",
	"trusted_keys",
	"rule_approvals",
	"unreadable_to_unknown",
];

export class CongvuOptions extends PageElement {
	static override properties = {
		stored: { state: true },
		blocked: { state: true },
		isSignedIn: { state: true },
		login: { state: true },
		message: { state: true },
	};
	declare stored: StoredSettings | null;
	declare blocked: readonly string[];
	declare isSignedIn: boolean;
	/** "" while the backend has not said it. */
	declare login: string;
	declare message: string;
	readonly #texts: Texts;

	constructor(texts?: Texts) {
		super();
		if (texts === undefined) throw new TypeError("made by the options page only");
		this.#texts = texts;
		this.stored = null;
		this.blocked = [];
		this.isSignedIn = false;
		this.login = "";
		this.message = "";
	}

	protected override async load(): Promise<void> {
		({ blocked: this.blocked, isSignedIn: this.isSignedIn, stored: this.stored } = await setUp());
		if (!this.isSignedIn) return;
		this.login = await ownAgency(new BackgroundBackend()).then(
			({ login }) => login,
			() => "",
		);
	}

	override render(): TemplateResult {
		const texts = this.#texts;
		if (this.stored === null) return html`<p role="status">${texts("popup.loading")}</p>`;
		const fields = new SettingFields(texts, this.stored, (name, value) => void this.#change(name, value));
		const isUnset = this.stored.settings.backend_url === "" || this.stored.settings.hosts.length === 0;
		return html`
			${this.#invalid(this.stored)}
			${this.#account(this.stored)}
			<section aria-labelledby="general"><h2 id="general">${texts("options.general")}</h2>${fields.field("language")}</section>
			<section aria-labelledby="notices">
				<h2 id="notices">${texts("options.notices")}</h2>
				${NOTICES.map((name) => fields.field(name))}
			</section>
			<details ?open=${isUnset}>
				<summary>${texts("options.admin")}</summary>
				<p class="hint">${texts("options.admin_hint")}</p>
				${ADMINISTRATION.map((name) => fields.field(name))}
				${this.#permissions(this.stored)}
			</details>
			<p role="status" aria-live="polite">${this.message}</p>
			<p><a href="/welcome.html">${texts("options.welcome")}</a></p>
		`;
	}

	#invalid({ invalid }: StoredSettings): TemplateResult | typeof nothing {
		const texts = this.#texts;
		if (invalid.length === 0) return nothing;
		return html`<section class="bad" aria-labelledby="invalid">
			<h2 id="invalid">${texts("problem.title")}</h2>
			${invalid.map(({ name }) => html`<p>${texts("problem.invalid", { name })}</p>`)}
		</section>`;
	}

	#account({ settings }: StoredSettings): TemplateResult {
		const texts = this.#texts;
		const words = this.isSignedIn ? texts("sign_in.as", { login: this.login }) : texts("sign_in.none");
		const button = this.isSignedIn
			? html`<button class="quiet" @click=${() => void this.#signOut()}>${texts("sign_in.out")}</button>`
			: html`<button ?disabled=${settings.backend_url === ""} @click=${() => void this.#signIn()}>${texts("sign_in.button")}</button>`;
		return html`<section aria-labelledby="account">
			<h2 id="account">${texts("options.account")}</h2>
			<p>${words}</p>
			<p>${button}</p>
		</section>`;
	}

	#permissions({ settings }: StoredSettings): TemplateResult | typeof nothing {
		const texts = this.#texts;
		if (settings.hosts.length === 0) return nothing;
		const press = () => void requestHosts(this.blocked).then(() => this.load());
		const words = (host: string) => texts(this.blocked.includes(host) ? "options.no_permission" : "options.permission");
		return html`<ul>${settings.hosts.map((host) => html`<li>${hostName(host)}: ${words(host)}</li>`)}</ul>
			${this.blocked.length === 0 ? nothing : html`<p><button @click=${press}>${texts("problem.allow")}</button></p>`}`;
	}

	async #signIn(): Promise<void> {
		this.message = this.#texts("sign_in.busy");
		const outcome = await ask("signIn", null).catch(() => "away" as const);
		this.message = this.#texts(`sign_in.${outcome}`);
		await this.load();
	}

	async #signOut(): Promise<void> {
		await ask("signOut", null);
		this.message = this.#texts("sign_in.signed_out");
		await this.load();
	}

	async #change(name: SettingName, value: unknown): Promise<void> {
		if (!accepts(name, value)) {
			this.message = `${this.#texts(`setting.${name}`)}: ${this.#texts("options.not_saved")}`;
			return;
		}
		await changeSetting(name, value as never); // accepts() has just looked at it
		if (name === "language") location.reload();
		this.message = this.#texts("options.saved");
		await this.load();
	}
}

customElements.define("congvu-options", CongvuOptions);
