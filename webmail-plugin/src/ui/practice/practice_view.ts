// "Tập thử": a sample paper with a mark goes through the real scanner and rules, and the real panel says that it is
// stopped, on one's own screen. Nothing here knows the backend, a draft or the reports: there is nobody to tell.

import { html, nothing, render } from "lit/html.js";
import type { Bundle } from "../../core/index.ts";
import type { LooksAt } from "../../scan/scanner.ts";
import { uncheckedAlert } from "../compose/file_alerts.ts";
import { type FileEntry, isMarked } from "../compose/file_entry.ts";
import { explained, helpPage } from "../compose/help.ts";
import { LetterFiles } from "../compose/letter_files.ts";
import { markedFileAlert } from "../compose/marked_alerts.ts";
import { CongvuPanel } from "../compose/panel.ts";
import { alertOf, type PanelAlert, type PanelStatus, type PanelView } from "../compose/panel_view.ts";
import type { GateState, RuleGate } from "../compose/rule_gate.ts";
import type { Texts } from "../texts.ts";
import { SAMPLE_LINES, samplePaper } from "./sample_paper.ts";

export interface PracticeParts {
	readonly gate: Pick<RuleGate, "judgeFile" | "load"> & { readonly bundle: Bundle | null; readonly state: GateState };
	readonly texts: Texts;
	readonly backendUrl: string;
	/** Show a page of the backend in a new window. */
	readonly openPage: (link: string) => void;
}

export class CongvuPractice extends HTMLElement {
	readonly #parts: PracticeParts;
	readonly #panel = new CongvuPanel();
	readonly #files: LetterFiles;
	readonly #closed = new AbortController();
	#note = "";
	#sawStop = false;

	constructor(parts: PracticeParts) {
		super();
		this.#parts = parts;
		const judge = (file: File, looksAt: LooksAt) => parts.gate.judgeFile(file, looksAt);
		this.#files = new LetterFiles(
			judge,
			() => this.#show(),
			() => void this.#again(),
		);
	}

	connectedCallback(): void {
		this.#show();
	}

	close(): void {
		this.#closed.abort();
	}

	/** As if it had been chosen for a letter; there is no letter it could get into. */
	async #attach(): Promise<void> {
		this.#note = "";
		for (const entry of this.#files.entries) entry.remove();
		void this.#files.admit(samplePaper(), { say: () => undefined, withdrawn: this.#closed.signal });
		await this.#files.idle();
		this.#sawStop = this.#files.entries.some(isMarked);
		this.#show();
		this.#panel.focusFirstAlert();
	}

	async #again(): Promise<void> {
		await this.#parts.gate.load(true).catch(() => undefined); // the panel says so
		await this.#attach();
	}

	#show(): void {
		const { texts } = this.#parts;
		this.#panel.view = this.#view();
		const view = html`
			<p>${texts("practice.lead")}</p>
			<div class="congvu-sample" lang="vi">${SAMPLE_LINES.map((line) => html`<p>${line}</p>`)}</div>
			<p><button type="button" class="btn btn-primary" data-attach ?disabled=${this.#files.isScanning}
				@click=${() => void this.#attach()}>${texts("practice.attach")}</button></p>
			${this.#panel.element}
			<p class="congvu-message" role="status">${this.#note || (this.#sawStop ? texts("practice.done") : nothing)}</p>
		`;
		render(view, this);
	}

	#view(): PanelView {
		const alerts = this.#files.entries.flatMap((entry) => this.#alertOf(entry));
		return { label: this.#parts.texts("panel.label"), statuses: this.#statuses(), alerts, chips: [] };
	}

	#statuses(): PanelStatus[] {
		const { texts, gate } = this.#parts;
		if (!this.#files.isScanning) return [];
		const text = texts(gate.state === "loading" ? "status.loading" : "status.checking");
		return [{ text, tone: "busy", button: null }];
	}

	#alertOf(entry: FileEntry): PanelAlert[] {
		const { texts, gate, backendUrl, openPage } = this.#parts;
		const { finding, name } = entry;
		if (entry.stage === "scanning") return [];
		if (finding !== null && isMarked(entry)) {
			const elsewhere = () => this.#say(texts("practice.elsewhere"));
			const ways = { clear: elsewhere, reportFalseAlarm: elsewhere };
			const alert = markedFileAlert(texts, gate.bundle, { entry, finding }, ways);
			return [explained(alert, "dau-mat", texts, (reason) => openPage(helpPage(backendUrl, reason, texts)))];
		}
		if (entry.stage === "unchecked") return [uncheckedAlert(texts, entry, gate.bundle !== null)];
		const outcome = finding?.unreadableReason == null ? "not_stopped" : "unread";
		const title = texts(`practice.${outcome}`, { name });
		return [alertOf({ id: entry.id, tone: "stop", title, paragraphs: [texts(`practice.${outcome}_text`)] })];
	}

	#say(words: string): void {
		this.#note = words;
		this.#show();
	}
}

customElements.define("congvu-practice", CongvuPractice);
