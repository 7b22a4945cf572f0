// The compose page: turns what the guard knows into what the panel shows, and leads the official there.

import type { Bundle, Finding, MissingRecipient } from "../../core/index.ts";
import type { Cargo, MailRefusal } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import { unseenWords } from "../unseen_words.ts";
import type { ComposeGuard, GuardVoice } from "./compose_guard.ts";
import { openConfirmDialog } from "./confirm_dialog.ts";
import { numberAlert, obligationChips, withoutNumber } from "./dispatch_hints.ts";
import { doubtAlerts } from "./doubt_alerts.ts";
import { openFalseAlarmDialog } from "./false_alarm_dialog.ts";
import { clearedChips, confirmAlert, hintAlert, outsideAlert, uncheckedAlert, warnedTextAlert } from "./file_alerts.ts";
import { type FileEntry, isMarked, type Standing } from "./file_entry.ts";
import { explained, helpPage, type Reason, reasonOfRefusal, reasonOfStop, reasonOfText } from "./help.ts";
import { markedFileAlert, markedTextAlert } from "./marked_alerts.ts";
import { missingAlerts, whoChoosesAlert } from "./missing_hints.ts";
import type { CongvuPanel } from "./panel.ts";
import type { PanelParts } from "./panel_parts.ts";
import type { PanelAlert, PanelChip, PanelStatus, PanelView } from "./panel_view.ts";
import { type Change, type ChangeOutcome, choiceOf, type RecipientChoices } from "./recipient_choices.ts";
import { refusalAlert } from "./refusal_alert.ts";
import { UnicodeOffer } from "./unicode_offer.ts";

export interface PageParts extends PanelParts {
	readonly texts: Texts;
	readonly panel: CongvuPanel;
	readonly choices: RecipientChoices;
}

export class ComposePage implements GuardVoice {
	readonly #parts: PageParts;
	readonly #dismissed = new Set<string>();
	readonly #announced = new Set<string>();
	readonly #unicode: UnicodeOffer;
	#guard: ComposeGuard | null = null;
	#refusal: MailRefusal | null = null;

	constructor(parts: PageParts) {
		this.#parts = parts;
		this.#unicode = new UnicodeOffer(parts.draft, parts.texts, () => this.show());
	}

	/** The mail server's gate did not take the letter. */
	refused(refusal: MailRefusal): void {
		this.#refuse(refusal);
		this.#parts.panel.focusFirstAlert();
	}

	serve(guard: ComposeGuard): void {
		this.#guard = guard;
	}

	note(entry: FileEntry, standing: Standing): string {
		const { texts } = this.#parts;
		if (entry.stage === "scanning") return texts("held.checking");
		if (standing === "ask") return texts("held.asked");
		return texts(standing === "declare" ? "held.waiting" : "held.stopped");
	}

	show(): void {
		if (this.#guard?.isSending) this.#refusal = null; // of the time before
		const view = this.#view();
		this.#parts.panel.view = view;
		for (const alert of view.alerts) this.#announceUnseen(alert);
	}

	stopped(what: "send" | Cargo, pending: boolean): void {
		const { surface, texts, panel } = this.#parts;
		if (pending) surface.announce(texts("draft.pending"), "notice");
		else surface.announce(texts(`${what}.stopped`), "warning");
		if (!pending) panel.focusFirstAlert();
	}

	async confirm(entries: readonly FileEntry[]): Promise<void> {
		const { declarations, surface, texts } = this.#parts;
		await openConfirmDialog({ entries, declarations, surface, texts });
		this.#guard?.settle();
	}

	/** On a narrow screen files are chosen on another pane than the panel's. */
	#announceUnseen({ id, tone, title }: PanelAlert): void {
		const { surface, panel } = this.#parts;
		if (tone === "hint" || this.#announced.has(id)) return;
		this.#announced.add(id);
		if (!panel.isShown) surface.announce(title, tone === "stop" ? "error" : "warning");
	}

	#view(): PanelView {
		const { texts } = this.#parts;
		return { label: texts("panel.label"), statuses: this.#statuses(), alerts: this.#alerts(), chips: this.#chips() };
	}

	#statuses(): PanelStatus[] {
		const { texts, gate, files, connection } = this.#parts;
		const retry = { label: texts("button.retry"), press: () => void this.#guard?.reload(true) };
		const busy = (text: string): PanelStatus => ({ text, tone: "busy", button: null });
		const trouble = (text: string, button: PanelStatus["button"]): PanelStatus => ({ text, tone: "trouble", button });
		const unseen = this.#parts.unseen();
		const statuses: PanelStatus[] = [];
		if (gate.state === "loading") statuses.push(busy(texts("status.loading")));
		else if (files.isScanning) statuses.push(busy(this.#checking()));
		else if (this.#guard?.isSending) statuses.push(busy(texts("status.sending")));
		if (unseen.length > 0) statuses.push(trouble(texts("status.unseen", { what: unseenWords(texts, unseen) }), null));
		if (gate.state === "missing") statuses.push(trouble(texts("status.no_bundle"), retry));
		if (gate.refused !== null) statuses.push(trouble(texts(`status.refused_${gate.refused}`), null));
		if (gate.isExpired) statuses.push(trouble(texts("status.expired"), null));
		if (connection.problem !== null) statuses.push(trouble(texts(`status.${connection.problem.kind}`), null));
		return statuses;
	}

	#checking(): string {
		const { texts, files } = this.#parts;
		return files.page === null ? texts("status.checking") : texts("status.page", { ...files.page });
	}

	#alerts(): PanelAlert[] {
		const { texts, gate, files } = this.#parts;
		const trouble = this.#guard?.trouble ?? null;
		const warned = this.#guard?.warned ?? null;
		const harmless = () => this.#guard?.textIsHarmless();
		const waiting = files.entries.filter((entry) => this.#standing(entry) === "declare");
		return [
			...(this.#refusal === null ? [] : [this.#refusalAlert(this.#refusal)]),
			...(trouble === null
				? []
				: [this.#explained(markedTextAlert(texts, gate.bundle, trouble), reasonOfText(trouble))]),
			...(warned === null ? [] : [warnedTextAlert(texts, gate.bundle, warned, harmless)]),
			...files.entries.flatMap((entry) => this.#stopAlert(entry, gate.bundle)),
			...(waiting.length === 0 ? [] : [this.#confirmAlert(waiting)]),
			...this.#hints(),
		];
	}

	#stopAlert(entry: FileEntry, bundle: Bundle | null): PanelAlert[] {
		const { texts, draft, book, connection } = this.#parts;
		const { finding } = entry;
		if (finding !== null && isMarked(entry)) {
			const ways = { clear: () => this.#openClearances(), reportFalseAlarm: () => this.#reportFalseAlarm(finding) };
			return [this.#explained(markedFileAlert(texts, bundle, { entry, finding }, ways), "dau-mat")];
		}
		if (entry.stage === "unchecked") {
			const why = bundle === null ? "chua-co-quy-tac" : "chua-kiem-tra-duoc";
			return [this.#explained(uncheckedAlert(texts, entry, bundle !== null), why)];
		}
		if (this.#standing(entry) === "ask") {
			return [hintAlert(texts, bundle, entry, () => this.#guard?.isHarmless(entry))];
		}
		if (this.#standing(entry) !== "stop") return [];
		const outside = book.outside(draft.recipients());
		const unchecked = outside.filter((address) => book.isUnchecked(address));
		const known = outside.filter((address) => !unchecked.includes(address));
		const alert = outsideAlert(texts, entry, { outside: known, unchecked }, connection.problem !== null);
		return [this.#explained(alert, reasonOfStop(entry))];
	}

	#confirmAlert(waiting: readonly FileEntry[]): PanelAlert {
		const alert = confirmAlert(this.#parts.texts, waiting, () => void this.confirm(waiting));
		return this.#explained(alert, "can-xac-nhan");
	}

	#explained(alert: PanelAlert, reason: Reason): PanelAlert {
		const { texts, openPage, backendUrl } = this.#parts;
		return explained(alert, reason, texts, (why) => openPage(helpPage(backendUrl, why, texts)));
	}

	#openClearances(): void {
		this.#parts.openPage(`${this.#parts.backendUrl}/cho-phep`);
	}

	#reportFalseAlarm(finding: Finding): void {
		const { connection: backend, surface, texts, gate } = this.#parts;
		openFalseAlarmDialog({ finding, bundleVersion: gate.bundle?.version ?? "", backend, surface, texts });
	}

	#hints(): PanelAlert[] {
		const { texts, gate, files } = this.#parts;
		const numberless = withoutNumber(gate.bundle, files.entries).filter(({ id }) => !this.#dismissed.has(id));
		return [
			...this.#doubts(),
			...this.#missingAlerts(),
			...this.#unicode.alerts(),
			...numberless.map((entry) => numberAlert(texts, entry, () => this.#dismiss(entry.id))),
		];
	}

	#doubts(): PanelAlert[] {
		const guard = this.#guard;
		return guard === null ? [] : doubtAlerts({ ...this.#parts, doubts: guard.doubts, settled: () => guard.settle() });
	}

	#missingAlerts(): PanelAlert[] {
		const { texts, draft, dispatch, choices } = this.#parts;
		const alerts = missingAlerts(texts, this.#missing(), dispatch.memories(), {
			add: (addresses) => draft.addRecipients(addresses),
			choose: (question, addresses) => {
				draft.addRecipients(addresses);
				void this.#change(choices.begin(choiceOf(question, addresses)));
			},
			forget: ({ text }) => void this.#change(choices.begin({ text, codes: [] })),
		});
		const waiting = choices.waiting.map((change) =>
			whoChoosesAlert(texts, change, choices.people, {
				by: (person) => void this.#change(choices.by(person, change)),
				leave: () => this.#leave(change),
			}),
		);
		return [...alerts, ...waiting];
	}

	/** What was chosen is looked up anew, so that the panel says what will be said next time. */
	async #change(changing: Promise<ChangeOutcome | null>): Promise<void> {
		const { texts, surface, dispatch } = this.#parts;
		const outcome = await changing;
		if (outcome !== null) surface.announce(texts(`choice.${outcome}`), outcome === "away" ? "warning" : "notice");
		if (outcome === "kept") await dispatch.learnAgain();
		this.show();
	}

	#leave(change: Change): void {
		this.#parts.choices.leave(change);
		this.show();
	}

	#chips(): PanelChip[] {
		const { texts, gate, files, dispatch, clearances } = this.#parts;
		return [
			...clearedChips(texts, files.entries, clearances),
			...obligationChips(texts, gate.bundle, files.entries, dispatch, this.#missing().length),
		];
	}

	/** Nobody is asked to write to themselves. */
	#missing(): readonly MissingRecipient[] {
		const { draft, dispatch } = this.#parts;
		return dispatch.missing([...draft.recipients(), draft.sender()]);
	}

	#standing(entry: FileEntry): Standing {
		return this.#guard?.standing(entry) ?? "unknown";
	}

	#refusalAlert(refusal: MailRefusal): PanelAlert {
		const { texts, openPage } = this.#parts;
		const alert = refusalAlert(texts, refusal, openPage, () => this.#refuse(null));
		return this.#explained(alert, reasonOfRefusal(refusal));
	}

	#refuse(refusal: MailRefusal | null): void {
		this.#refusal = refusal;
		this.show();
	}

	#dismiss(id: string): void {
		this.#dismissed.add(id);
		this.show();
	}
}
