// The entries of "Nơi nhận" on the papers attached, resolved by the directory as of each paper's date, against who the
// letter goes to. Source: Chỉ thị, khoản 1 điểm j.

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
	type RecipientMemory,
} from "../../core/index.ts";

export type DispatchState = "none" | "asking" | "known" | "away";

/** An entry on a paper of a day (ISO date, null where it says none). */
interface Asked {
	readonly text: string;
	readonly issuedOn: string | null;
}

const ASK_AGAIN_MILLISECONDS = 15_000;
const ASKED_AT_ONCE = 500;

export class DispatchList {
	readonly #backend: Asks;
	readonly #resolved = new Map<string, RecipientEntry>(); // by the entry's text and the paper's date
	#papers: readonly DocumentForm[] = [];
	#asked: readonly Asked[] = [];
	#asking = false;
	#failedAt = Number.NEGATIVE_INFINITY;

	constructor(backend: Asks) {
		this.#backend = backend;
	}

	/** Look up what these papers name and is not known yet. Resolves in any case. */
	async learn(papers: readonly DocumentForm[]): Promise<void> {
		this.#papers = papers;
		this.#asked = papers.flatMap(askedOf).slice(0, ASKED_AT_ONCE);
		const unknown = this.#asked.filter((one) => !this.#resolved.has(keyOf(one)));
		if (unknown.length === 0 || this.#asking || performance.now() < this.#failedAt + ASK_AGAIN_MILLISECONDS) return;
		this.#asking = true;
		try {
			for (const day of new Set(unknown.map(({ issuedOn }) => issuedOn))) {
				const texts = unknown.filter(({ issuedOn }) => issuedOn === day).map(({ text }) => text);
				await this.#resolve([...new Set(texts)], day);
			}
		} catch {
			this.#failedAt = performance.now();
		} finally {
			this.#asking = false;
		}
	}

	/** The directory, or what was chosen, changed for these papers: everything is looked up anew. */
	async learnAgain(): Promise<void> {
		this.#resolved.clear();
		await this.learn(this.#papers);
	}

	get state(): DispatchState {
		if (this.#asked.length === 0) return "none";
		if (this.#asked.every((one) => this.#resolved.has(keyOf(one)))) return "known";
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

	/** The addresses of those whom the papers name for certain. */
	named(): ReadonlySet<string> {
		const entries = this.#asked.flatMap((one) => this.#resolved.get(keyOf(one)) ?? []);
		return new Set(entries.flatMap(({ matches }) => matches.map(({ address }) => address)));
	}

	/** Choices made before that the entries of these papers follow, each once. */
	memories(): readonly RecipientMemory[] {
		const all = this.#asked.flatMap((one) => this.#resolved.get(keyOf(one))?.memories ?? []);
		return [...new Map(all.map((one) => [one.text, one])).values()];
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

	async #resolve(entries: readonly string[], issuedOn: string | null): Promise<void> {
		const { resolveRecipients } = await this.#backend.ask(ResolveRecipientsOperation, {
			entries: [...entries],
			issuedOn,
		});
		for (const [index, entry] of resolveRecipients.entries()) {
			this.#resolved.set(keyOf({ text: entries[index] ?? entry.text, issuedOn }), entry);
		}
	}

	#split(): ReturnType<typeof byChannel>[] {
		return this.#papers.flatMap((paper) =>
			askedOf(paper).flatMap((one) => {
				const entry = this.#resolved.get(keyOf(one));
				return entry === undefined ? [] : [byChannel(entry, paper.kind)];
			}),
		);
	}
}

function askedOf(paper: DocumentForm): readonly Asked[] {
	return entriesToResolve(paper).map((text) => ({ text, issuedOn: paper.issuedOn }));
}

function keyOf({ text, issuedOn }: Asked): string {
	return `${issuedOn ?? ""} ${text}`;
}
