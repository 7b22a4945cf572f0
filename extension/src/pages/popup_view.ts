// The toolbar's popup: how the page that is open is guarded, what is wrong, today's checks, letters due, latest results.

import { html, nothing, type TemplateResult } from "lit";
import { type BackendProblem, problemOf } from "../../../webmail-plugin/src/api/problems.ts";
import { supportAddress } from "../../../webmail-plugin/src/ui/support_link.ts";
import { dayText, loadTexts as loadPanelTexts, momentText } from "../../../webmail-plugin/src/ui/texts.ts";
import { unseenWords } from "../../../webmail-plugin/src/ui/unseen_words.ts";
import { CongvuChecks } from "../checks/checks_view.ts";
import { type Agency, type DueLetter, dueLetters, ownAgency } from "../checks/due_letters.ts";
import { BackgroundBackend } from "../gate/background.ts";
import { ask } from "../messages.ts";
import type { Texts } from "../texts.ts";
import { PageElement } from "./page_element.ts";
import { requestHosts } from "./permission.ts";
import { type PopupState, popupState } from "./popup_state.ts";
import { type Problem, problems } from "./problems.ts";
import { openWebmail } from "./webmail_tab.ts";

const SHOWN_LETTERS = 5;
const SHOWN_VERDICTS = 5;

export class CongvuPopup extends PageElement {
	static override properties = {
		state: { state: true },
		agency: { state: true },
		checks: { state: true },
		due: { state: true },
		problem: { state: true },
		message: { state: true },
		missing: { state: true },
	};
	/** Null while it is being looked at. */
	declare state: PopupState | null;
	declare agency: Agency | null;
	declare checks: CongvuChecks | null;
	declare due: readonly DueLetter[] | null;
	declare problem: BackendProblem["kind"] | null;
	declare message: string;
	/** What cannot be checked on the page, in words. */
	declare missing: string;
	readonly #texts: Texts;
	readonly #version: string;

	constructor(texts?: Texts, version = "") {
		super();
		if (texts === undefined) throw new TypeError("made by the popup's page only");
		this.#texts = texts;
		this.#version = version;
		this.state = null;
		this.agency = null;
		this.checks = null;
		this.due = null;
		this.problem = null;
		this.message = "";
		this.missing = "";
	}

	protected override async load(): Promise<void> {
		const state = await popupState();
		this.missing = await wordsFor(this.#texts, state.standing?.unseen ?? []);
		this.state = state;
		if (!state.isSignedIn) return;
		try {
			this.agency = await ownAgency(new BackgroundBackend());
			this.checks ??= new CongvuChecks(this.#texts, this.agency, state.stored.settings.agency_box);
			this.due = await dueLetters(new BackgroundBackend(), this.agency.code);
		} catch (error) {
			this.problem = problemOf(error).kind;
			this.state = await popupState(); // a sign-in that has ended is gone now
		}
	}

	override render(): TemplateResult {
		const texts = this.#texts;
		if (this.state === null) return html`<p role="status">${texts("popup.loading")}</p>`;
		return html`
			${this.#guard(this.state)}
			${this.#problems(this.state)}
			${this.state.isSignedIn ? nothing : this.#signIn()}
			${this.checks ?? nothing}
			${this.due === null ? nothing : this.#due(this.due)}
			${this.#verdicts(this.state)}
			<p role="status">${this.message}</p>
			${this.#footer(this.state)}
		`;
	}

	#guard({ tab, standing }: PopupState): TemplateResult {
		const texts = this.#texts;
		const missing = standing?.unseen ?? [];
		const isGuarded = tab === "extension" || tab === "plugin";
		const tone = missing.length > 0 || tab === "not_running" ? "bad" : isGuarded ? "good" : "";
		return html`<section class=${tone} aria-labelledby="guard">
			<h2 id="guard">${texts("guard.title")}</h2>
			<p>${texts(`guard.${tab}`)}</p>
			${standing !== null && isGuarded ? html`<p class="quiet">${texts(`guard.kind.${standing.host}`)}</p>` : nothing}
			${missing.length === 0 ? nothing : html`<p>${texts("guard.missing", { what: this.missing })}</p>`}
		</section>`;
	}

	#problems({ stored, kept, bundle, blockedHosts }: PopupState): TemplateResult | typeof nothing {
		const found = problems({ stored, kept, bundle, blockedHosts, backend: this.problem }, new Date());
		if (found.length === 0) return nothing;
		return html`<section class="warn" aria-labelledby="problems">
			<h2 id="problems">${this.#texts("problem.title")}</h2>
			${found.map((problem) => this.#problem(problem))}
		</section>`;
	}

	#problem({ key, values, allow }: Problem): TemplateResult {
		const press = () => void requestHosts(allow ?? []).then(() => this.load());
		return html`<p>${this.#texts(key, values)}</p>
			${allow === undefined ? nothing : html`<p><button @click=${press}>${this.#texts("problem.allow")}</button></p>`}`;
	}

	#signIn(): TemplateResult {
		const texts = this.#texts;
		return html`<section aria-labelledby="sign-in">
			<h2 id="sign-in">${texts("sign_in.title")}</h2>
			<p>${texts("sign_in.none")}</p>
			<p><button @click=${() => void this.#pressSignIn()}>${texts("sign_in.button")}</button></p>
		</section>`;
	}

	async #pressSignIn(): Promise<void> {
		this.message = this.#texts("sign_in.busy");
		const outcome = await ask("signIn", null).catch(() => "away" as const);
		this.message = this.#texts(`sign_in.${outcome}`);
		await this.load();
	}

	#due(letters: readonly DueLetter[]): TemplateResult {
		const texts = this.#texts;
		const more = letters.length - SHOWN_LETTERS;
		return html`<section aria-labelledby="due">
			<h2 id="due">${texts("due.title")}</h2>
			${letters.length === 0 ? html`<p>${texts("due.none")}</p>` : nothing}
			<ul class="plain">${letters.slice(0, SHOWN_LETTERS).map((letter) => html`<li>${this.#letter(letter)}</li>`)}</ul>
			${more > 0 ? html`<p class="quiet">${texts("due.more", { count: more })}</p>` : nothing}
		</section>`;
	}

	#letter({ referenceCode, messageId, dueAt, receiptDueAt, expected, overdue }: DueLetter): TemplateResult {
		const texts = this.#texts;
		const at = expected === "ACKNOWLEDGE" ? receiptDueAt : dueAt;
		const words = at === null ? referenceCode : texts("due.row", { code: referenceCode, at: momentText(at) });
		const todo = expected === "ACKNOWLEDGE" || expected === "ANSWER" ? expected : "OTHER";
		return html`<button class="link" @click=${() => void this.#open(messageId)}>${words}</button>
			<span>${texts(`due.todo.${todo}`)}</span>
			${overdue ? html`<span class="badge">${texts("due.overdue")}</span>` : nothing}`;
	}

	async #open(messageId: string): Promise<void> {
		if (await openWebmail(this.state?.stored.settings.hosts ?? [], messageId)) window.close();
	}

	#verdicts({ verdicts }: PopupState): TemplateResult {
		const texts = this.#texts;
		return html`<section aria-labelledby="verdicts">
			<h2 id="verdicts">${texts("verdicts.title")}</h2>
			${verdicts.length === 0 ? html`<p class="quiet">${texts("verdicts.none")}</p>` : nothing}
			<ul class="plain">
				${verdicts.slice(0, SHOWN_VERDICTS).map(
					({ at, action, marked }) => html`<li>
						<time>${momentText(new Date(at).toISOString())}</time>
						<span>${texts(marked ? "verdicts.marked" : `verdicts.${action}`)}</span>
					</li>`,
				)}
			</ul>
		</section>`;
	}

	#footer({ bundle, stored }: PopupState): TemplateResult {
		const texts = this.#texts;
		const backend = stored.settings.backend_url;
		const support = supportAddress(backend, "tien-ich", bundle?.version ?? "", texts.language);
		const at = dayText(bundle?.issued_at ?? new Date(0).toISOString());
		return html`<footer>
			${bundle === null ? nothing : html`<p>${texts("rules.version", { version: bundle.version, at })}</p>`}
			<p>${texts("rules.extension", { version: this.#version })}</p>
			${this.agency === null ? nothing : html`<p>${texts("sign_in.as", { login: this.agency.login })}</p>`}
			${backend === "" ? nothing : html`<p><a href=${support} target="_blank" rel="noopener">${texts("popup.support")}</a></p>`}
		</footer>`;
	}
}

/** The panel's own words. */
async function wordsFor(texts: Texts, codes: readonly string[]): Promise<string> {
	return codes.length === 0 ? "" : unseenWords(await loadPanelTexts(texts.language), codes);
}

customElements.define("congvu-popup", CongvuPopup);
