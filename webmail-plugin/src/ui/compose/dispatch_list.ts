// The entries of "Nơi nhận" on the papers attached, resolved by the directory, against who the letter goes to.
// Source: Chỉ thị, khoản 1 điểm j.

import type { Asks } from "../../api/backend.ts";
import { ResolveRecipientsOperation } from "../../api/generated.ts";
import {
	byChannel,
	type DocumentForm,
	type ElsewhereRecipient,
	entriesToResolve,
	type MissingRecipient,
	missingRecipients,
	type RecipientEntry,
} from "../../core/index.ts";

export type DispatchState = "none" | "asking" | "known" | "away";

const ASK_AGAIN_MILLISECONDS = 15_000;
const ASKED_AT_ONCE = 500;

export class DispatchList {
	readonly #backend: Asks;
	readonly #resolved = new Map<string, RecipientEntry>(); // by the entry's text
	#papers: readonly DocumentForm[] = [];
	#asked: readonly string[] = [];
	#asking = false;
	#failedAt = Number.NEGATIVE_INFINITY;

	constructor(backend: Asks) {
		this.#backend = backend;
	}

	/** Look up what these papers name and is not known yet. Resolves in any case. */
	async learn(papers: readonly DocumentForm[]): Promise<void> {
		this.#papers = papers;
		this.#asked = [...new Set(papers.flatMap(entriesToResolve))].slice(0, ASKED_AT_ONCE);
		const unknown = this.#asked.filter((text) => !this.#resolved.has(text));
		if (unknown.length === 0 || this.#asking || performance.now() < this.#failedAt + ASK_AGAIN_MILLISECONDS) return;
		this.#asking = true;
		try {
			const { resolveRecipients } = await this.#backend.ask(ResolveRecipientsOperation, { entries: unknown });
			for (const [index, entry] of resolveRecipients.entries()) this.#resolved.set(unknown[index] ?? entry.text, entry);
		} catch {
			this.#failedAt = performance.now();
		} finally {
			this.#asking = false;
		}
	}

	get state(): DispatchState {
		if (this.#asked.length === 0) return "none";
		if (this.#asked.every((text) => this.#resolved.has(text))) return "known";
		return this.#asking ? "asking" : "away";
	}

	/** Empty unless the state is "known". */
	missing(recipients: readonly string[]): readonly MissingRecipient[] {
		if (this.state !== "known") return [];
		return missingRecipients(
			this.#split().flatMap(({ mailed }) => mailed ?? []),
			recipients,
		);
	}

	/** Recipients that take a paper of the letter by another channel, each once. */
	elsewhere(): readonly ElsewhereRecipient[] {
		if (this.state !== "known") return [];
		const all = this.#split().flatMap(({ elsewhere }) => elsewhere);
		return [...new Map(all.map((one) => [`${one.agencyName} ${one.channel}`, one])).values()];
	}

	/** Whether nobody on the papers takes them by mail, and somebody takes them by another channel. */
	get isElsewhereOnly(): boolean {
		const split = this.state === "known" ? this.#split() : [];
		return (
			split.some(({ elsewhere }) => elsewhere.length > 0) && split.every(({ mailed }) => mailed?.internal !== false)
		);
	}

	#split(): ReturnType<typeof byChannel>[] {
		return this.#papers.flatMap((paper) =>
			entriesToResolve(paper).flatMap((text) => {
				const entry = this.#resolved.get(text);
				return entry === undefined ? [] : [byChannel(entry, paper.kind)];
			}),
		);
	}
}
