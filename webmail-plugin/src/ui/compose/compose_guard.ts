// The gate of one letter: what may be uploaded, saved and sent. It decides; the panel shows (panel_view.ts).

import { type Action, actionFor, type Ring, type VerdictReport, verdictReport } from "../../core/index.ts";
import type { Cargo, Draft } from "../../hosts/host.ts";
import type { Clearances } from "./clearances.ts";
import type { Declarations } from "./declarations.ts";
import type { DispatchList } from "./dispatch_list.ts";
import { type FileEntry, isMarked, type Standing, standingOf } from "./file_entry.ts";
import type { LetterFiles } from "./letter_files.ts";
import type { LetterText, TextTrouble, WarnedText } from "./letter_text.ts";
import type { RecipientBook } from "./recipient_book.ts";
import { RecipientDoubts } from "./recipient_doubts.ts";
import type { RuleGate } from "./rule_gate.ts";
import { effectOf } from "./rule_words.ts";

export interface GuardParts {
	readonly draft: Draft;
	readonly gate: RuleGate;
	readonly files: LetterFiles;
	readonly text: LetterText;
	readonly book: RecipientBook;
	readonly dispatch: DispatchList;
	readonly declarations: Declarations;
	readonly clearances: Clearances;
	readonly report: (reports: readonly VerdictReport[]) => void;
	/** Say that a part of the plugin could not be loaded, and that nothing has left. */
	readonly unloaded: () => void;
}

/** What the guard asks of the page. */
export interface GuardVoice {
	/** What a file waits for, in the list of attachments. */
	note(entry: FileEntry, standing: Standing): string;
	/** Show the panel as it is now. */
	show(): void;
	/** Something was stopped: say so, and lead to the panel. */
	stopped(what: "send" | Cargo, pending: boolean): void;
	/** Ask for a confirmation by name; resolves when the dialog is closed. */
	confirm(entries: readonly FileEntry[]): Promise<void>;
}

const RECIPIENTS_MILLISECONDS = 3_000; // longer nobody waits at Send; who is not known then counts as outside

export class ComposeGuard {
	readonly #parts: GuardParts;
	readonly #voice: GuardVoice;
	/** About the addresses of the letter. */
	readonly doubts: RecipientDoubts;
	readonly #reported = new Set<string>();
	readonly #harmless = new Set<string>();
	#trouble: TextTrouble | null = null;
	#warned: WarnedText | null = null;
	#sending = false;
	#isCounted = false;
	#saveWhenDone = false;
	#asksLater = false;

	constructor(parts: GuardParts, voice: GuardVoice) {
		this.#parts = parts;
		this.#voice = voice;
		this.doubts = new RecipientDoubts(parts.draft, parts.book);
	}

	/** Take up the posts where one may wait for an answer. From here on no file leaves unasked. */
	start(): void {
		const { draft, files } = this.#parts;
		draft.beforeUpload((file, held) => files.admit(file, held));
		draft.beforeSend(() => this.maySend());
		draft.onChange(() => this.refresh());
	}

	/** Something is about to leave. Resolves when there are rules to judge it by, or none are to be had: then the post
	 *  where answers are given at once is taken up too. Rejects when what judges cannot be loaded; that was said. */
	async learnRules(): Promise<void> {
		if (!(await this.reload(false))) throw new Error("what judges was not loaded");
	}

	get trouble(): TextTrouble | null {
		return this.#trouble;
	}

	/** What a rule that only warns found in subject or body at Send, until whoever writes has answered. */
	get warned(): WarnedText | null {
		return this.#warned;
	}

	/** Whoever writes the letter has looked: the same rules do not ask about its text again. */
	textIsHarmless(): void {
		if (this.#warned !== null) this.#harmless.add(this.#warned.key);
		this.#warned = null;
		this.settle();
	}

	get isSending(): boolean {
		return this.#sending;
	}

	/** Ask the webmail for the rules (again), and look again at what could not be looked at. False when what judges
	 *  cannot be loaded. */
	async reload(retry: boolean): Promise<boolean> {
		const { gate, files } = this.#parts;
		const isLoaded = await gate.load(retry).then(
			() => true,
			() => false,
		);
		if (!isLoaded) this.#parts.unloaded();
		files.lookAgain();
		this.refresh();
		return isLoaded;
	}

	/** Something changed: look at what is new, ask who is new, let go what may go, show it. */
	refresh(): void {
		const { draft, files, dispatch } = this.#parts;
		files.see(draft.attached());
		if (this.#trouble !== null) this.#trouble = this.#parts.text.trouble();
		this.settle();
		this.#askWhoTheyAre();
		void dispatch.learn(this.#papers()).then(() => this.#voice.show());
	}

	/** Who could not be asked about is asked about once more soon: meanwhile an official counts as outside. */
	#askWhoTheyAre(): void {
		const { draft, book } = this.#parts;
		const privateBox = book.outside([draft.sender()]); // of the province's own nothing is to be said
		void book.learn([...draft.recipients(), ...privateBox]).then((pause) => {
			this.settle();
			if (pause === null || this.#asksLater) return;
			this.#asksLater = true;
			setTimeout(() => {
				this.#asksLater = false;
				this.#askWhoTheyAre();
			}, pause);
		});
	}

	settle(): void {
		const { draft, files, gate } = this.#parts;
		if (gate.isSettled) draft.beforeBodyLeaves((cargo) => this.mayLeave(cargo));
		files.settle((entry) => {
			const standing = this.standing(entry);
			return standing === "clear" ? null : this.#voice.note(entry, standing);
		});
		this.#reportMarked();
		if (this.#saveWhenDone && !files.isScanning) {
			this.#saveWhenDone = false;
			this.#parts.draft.save();
		}
		this.#voice.show();
	}

	standing(entry: FileEntry): Standing {
		const standing = standingOf(entry, this.#ring(), (finding) => this.#parts.declarations.stands(finding));
		return standing === "clear" && this.#isAsked(entry) ? "ask" : standing;
	}

	/** Whoever writes the letter says that it is no secret paper; in this letter the file is not asked about again. */
	isHarmless(entry: FileEntry): void {
		this.#harmless.add(keyOf(entry));
		this.settle();
	}

	#isAsked(entry: FileEntry): boolean {
		const { bundle } = this.#parts.gate;
		if (entry.finding === null || this.#harmless.has(keyOf(entry))) return false;
		return entry.finding.hits.some((hit) => effectOf(bundle, hit) === "ask");
	}

	/** Draft save, spell check, HTML/plain switch: decided at once. */
	mayLeave(cargo: Cargo): boolean {
		const { draft, files } = this.#parts;
		this.#trouble = this.#parts.text.trouble();
		if (this.#trouble !== null) return this.#stop(cargo, false);
		if (cargo === "text") return true;
		files.see(draft.attached());
		const barred = this.#inDraft().filter((entry) => this.#barsDraft(entry));
		if (barred.length === 0) return true;
		const pending = barred.every((entry) => entry.stage === "scanning");
		this.#saveWhenDone ||= pending;
		return this.#stop("draft", pending);
	}

	async maySend(): Promise<boolean> {
		this.#sending = true;
		this.#voice.show();
		try {
			return await this.#check();
		} finally {
			this.#sending = false;
			this.#voice.show();
		}
	}

	async #check(): Promise<boolean> {
		const { draft, files, gate } = this.#parts;
		if (!gate.isSettled && !(await this.reload(false))) return false;
		files.see(draft.attached());
		await Promise.all([files.idle(), this.#knowRecipients()]);
		const toConfirm = files.entries.filter((entry) => this.standing(entry) === "declare" && entry.finding?.fingerprint);
		if (toConfirm.length > 0 && this.#nothingElseStops()) await this.#voice.confirm(toConfirm);
		this.settle();
		const arrived = await draft.uploaded();
		// from here to the answer nothing is awaited: what is judged is what will be sent
		this.#trouble = this.#parts.text.trouble();
		const warned = this.#parts.text.warned();
		this.#warned = warned === null || this.#harmless.has(warned.key) ? null : warned;
		files.see(draft.attached());
		const stopped = files.entries.some((entry) => entry.place !== "refused" && this.standing(entry) !== "clear");
		this.#reportText();
		if (!this.#isCounted) this.#parts.text.countInShadow(); // once a letter, however often Send is pressed
		this.#isCounted = true;
		if (this.#trouble !== null || this.#warned !== null || stopped || this.doubts.stops || !arrived)
			return this.#stop("send", false);
		this.#reportSent();
		return true;
	}

	#nothingElseStops(): boolean {
		return this.#inDraft().every((entry) => ["declare", "clear"].includes(this.standing(entry)));
	}

	/** A marked file must not be stored once more; a picture
	 *  in the body leaves the page for the first time. */
	#barsDraft(entry: FileEntry): boolean {
		if (entry.stage !== "judged" || isMarked(entry)) return true;
		return entry.place === "body" && this.standing(entry) !== "clear";
	}

	#stop(what: "send" | Cargo, pending: boolean): false {
		this.#voice.show();
		this.#voice.stopped(what, pending);
		return false;
	}

	#inDraft(): readonly FileEntry[] {
		return this.#parts.files.entries.filter((entry) => entry.place === "server" || entry.place === "body");
	}

	/** Nobody chosen yet: what may go at all may wait in the draft; the choice of people decides at Send. */
	#ring(): Ring {
		const recipients = this.#parts.draft.recipients();
		return recipients.length === 0 ? "official" : this.#parts.book.ringOfAll(recipients);
	}

	#papers() {
		return this.#parts.files.entries.flatMap(({ finding }) =>
			finding !== null && finding.secrecy !== "marked" ? [finding.document] : [],
		);
	}

	async #knowRecipients(): Promise<void> {
		const { book, draft } = this.#parts;
		const strangers = draft.recipients().filter((address) => book.ring(address) !== "province");
		const asked = book.learn(strangers, true);
		await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, RECIPIENTS_MILLISECONDS))]);
	}

	#reportMarked(): void {
		for (const entry of this.#parts.files.entries) {
			if (isMarked(entry)) this.#reportOnce(entry.id, entry, "block");
		}
	}

	#reportText(): void {
		const finding = this.#trouble?.finding;
		if (finding) this.#reportOnce(this.#trouble?.where ?? "", { finding }, "block");
	}

	#reportSent(): void {
		for (const entry of this.#inDraft()) {
			if (entry.finding !== null) this.#reportOnce(`sent ${entry.id}`, entry, actionFor(entry.finding, this.#ring()));
		}
	}

	#reportOnce(key: string, { finding }: Pick<FileEntry, "finding">, action: Action): void {
		const { bundle } = this.#parts.gate;
		if (finding === null || bundle === null || this.#reported.has(key)) return;
		this.#reported.add(key);
		this.#parts.report([verdictReport(finding, action, bundle.version)]);
	}
}

/** The same for a file that was chosen and then stands in the draft. */
function keyOf({ id, finding }: FileEntry): string {
	return finding?.fingerprint || id;
}
