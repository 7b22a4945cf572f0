// Speaks for the guard. The panel and its words are loaded when there is first something to say; most letters are
// written, and many sent, without.

import { mayBeOldWriting } from "../../core/index.ts";
import type { Cargo, MailRefusal } from "../../hosts/host.ts";
import type { Connection } from "../connection.ts";
import type { ComposeGuard, GuardParts, GuardVoice } from "./compose_guard.ts";
import type { FileEntry, Standing } from "./file_entry.ts";

/** The panel, once it is there. */
export interface PanelVoice extends GuardVoice {
	refused(refusal: MailRefusal): void;
}

export interface HeraldParts extends GuardParts {
	readonly connection: Connection;
	/** What of the page cannot be looked after, in words; empty where all is as expected. */
	readonly unseen: () => readonly string[];
}

const AGAIN_MILLISECONDS = 15_000; // after the panel could not be loaded

export class Herald implements GuardVoice {
	readonly #parts: HeraldParts;
	readonly #note: string;
	readonly #bring: (guard: ComposeGuard) => Promise<PanelVoice>;
	#guard: ComposeGuard | null = null;
	#panel: PanelVoice | null = null;
	#coming: Promise<PanelVoice> | null = null;
	#failedAt = Number.NEGATIVE_INFINITY;

	/**
	 * @param note what a file waits for while the panel is on its way
	 * @param bring loads the panel and puts it into its place
	 */
	constructor(parts: HeraldParts, note: string, bring: (guard: ComposeGuard) => Promise<PanelVoice>) {
		this.#parts = parts;
		this.#note = note;
		this.#bring = bring;
		parts.draft.onRefusal((refusal) => this.#tell((panel) => panel.refused(refusal)));
	}

	serve(guard: ComposeGuard): void {
		this.#guard = guard;
	}

	note(entry: FileEntry, standing: Standing): string {
		return this.#panel?.note(entry, standing) ?? this.#note;
	}

	show(): void {
		if (this.#panel !== null) this.#panel.show();
		else if (performance.now() > this.#failedAt + AGAIN_MILLISECONDS && this.#hasToSpeak()) this.#tell(() => undefined);
	}

	stopped(what: "send" | Cargo, pending: boolean): void {
		this.#tell((panel) => panel.stopped(what, pending));
	}

	/** Rejects when the panel cannot be loaded: nobody has confirmed anything. */
	async confirm(entries: readonly FileEntry[]): Promise<void> {
		const panel = await this.#called();
		await panel.confirm(entries);
	}

	/** Whether a panel would show anything now. */
	#hasToSpeak(): boolean {
		const { gate, files, dispatch, connection, unseen } = this.#parts;
		return (
			files.isScanning ||
			files.entries.length > 0 ||
			unseen().length > 0 ||
			gate.state === "missing" ||
			gate.isExpired ||
			gate.refused !== null ||
			connection.problem !== null ||
			(this.#guard?.trouble ?? null) !== null ||
			(this.#guard?.doubts.areAny(dispatch) ?? false) ||
			this.#mayBeOldWriting()
		);
	}

	/** A body that cannot be read is not offered to be rewritten either. */
	#mayBeOldWriting(): boolean {
		try {
			return mayBeOldWriting(this.#parts.draft.bodyLines());
		} catch {
			return false;
		}
	}

	#tell(say: (panel: PanelVoice) => void): void {
		if (this.#panel !== null) say(this.#panel);
		else void this.#called().then(say, () => undefined); // that it cannot be loaded was said
	}

	#called(): Promise<PanelVoice> {
		this.#coming ??= this.#come().catch((error: unknown) => {
			this.#coming = null;
			this.#failedAt = performance.now();
			this.#parts.unloaded();
			throw error;
		});
		return this.#coming;
	}

	async #come(): Promise<PanelVoice> {
		const guard = this.#guard;
		if (guard === null) throw new Error("there is nobody to speak for");
		this.#panel = await this.#bring(guard);
		guard.settle(); // files that wait say what for; the panel shows how things stand
		return this.#panel;
	}
}
