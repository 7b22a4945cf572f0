// What rules in shadow would have done, summed up in the browser until the backend takes it. Versions, rules and
// outcomes with how many papers; nothing of a paper, and nobody's name.

import type { ShadowCount } from "../core/index.ts";
import type { Asks } from "./backend.ts";
import { CountInShadowOperation } from "./generated.ts";

const OUTCOMES = { would_block: "WOULD_BLOCK", would_pass: "WOULD_PASS", same: "SAME", failed: "FAILED" } as const;
const SENT_AT_MOST = 200;
const PAPERS_AT_MOST = 10_000;

export class ShadowTally {
	readonly #storage: Storage;
	readonly #name: string;
	readonly #backend: Asks;

	constructor(storage: Storage, login: string, backend: Asks) {
		this.#storage = storage;
		this.#name = `congvu.shadow.${login}`;
		this.#backend = backend;
	}

	add(counts: readonly ShadowCount[]): void {
		this.#put(counts.map((count) => [JSON.stringify([count.bundle, count.rule, count.outcome]), 1]));
	}

	/** Send what is waiting. @throws BackendProblem, and everything waits on. */
	async flush(): Promise<void> {
		const waiting = this.#read();
		const due = [...waiting].slice(0, SENT_AT_MOST);
		if (due.length === 0) return;
		this.#write(new Map([...waiting].slice(SENT_AT_MOST))); // taken out at once, so that no other page sends it too
		try {
			await this.#backend.ask(CountInShadowOperation, { counts: due.map(written) });
		} catch (error) {
			this.#put(due);
			throw error;
		}
	}

	#put(added: readonly (readonly [string, number])[]): void {
		const waiting = this.#read();
		for (const [key, papers] of added) waiting.set(key, Math.min((waiting.get(key) ?? 0) + papers, PAPERS_AT_MOST));
		this.#write(waiting);
	}

	#read(): Map<string, number> {
		try {
			const value: unknown = JSON.parse(this.#storage.getItem(this.#name) ?? "[]");
			return new Map(Array.isArray(value) ? value : []);
		} catch {
			return new Map();
		}
	}

	#write(waiting: ReadonlyMap<string, number>): void {
		try {
			this.#storage.setItem(this.#name, JSON.stringify([...waiting]));
		} catch {
			// a browser that keeps nothing counts nothing
		}
	}
}

function written([key, papers]: readonly [string, number]) {
	const [bundle, rule, outcome] = JSON.parse(key) as [string, string, keyof typeof OUTCOMES];
	return { bundle, rule, outcome: OUTCOMES[outcome], papers };
}
