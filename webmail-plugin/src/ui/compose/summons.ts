// Calls the gate of a letter onto its page, once something there is to be judged. Where it cannot come, nothing is let
// out: the official is told so, and may have it called again.

import type { Relief } from "../../hosts/posts.ts";
import type { Entrance } from "./entrance.ts";

/** What stands on the page when the gate has come. */
export interface ManAtGate {
	/** Resolves when the first set of rules is there, or known to be missing. */
	learnRules(): Promise<void>;
}

export class Summons implements Relief {
	readonly note: string;
	readonly #bring: (forFile: boolean) => Promise<ManAtGate>;
	readonly #entrance: Entrance;
	readonly #offer: (refused: readonly File[]) => void;
	readonly #refused = new Set<File>();
	#coming: Promise<ManAtGate> | null = null;

	/**
	 * @param note what a file waits for meanwhile
	 * @param bring loads the gate and lets it take up its posts; for a file, what it will ask for next as well
	 * @param offer chooses refused files once more
	 */
	constructor(
		note: string,
		bring: (forFile: boolean) => Promise<ManAtGate>,
		entrance: Entrance,
		offer: (refused: readonly File[]) => void,
	) {
		this.note = note;
		this.#bring = bring;
		this.#entrance = entrance;
		this.#offer = offer;
	}

	async summon(file: File | null): Promise<ManAtGate> {
		try {
			this.#coming ??= this.#bring(file !== null);
			return await this.#coming;
		} catch (error) {
			this.#coming = null;
			if (file !== null) this.#refused.add(file);
			this.#entrance.refuse(() => void this.#again());
			throw error;
		}
	}

	async #again(): Promise<void> {
		const refused = [...this.#refused];
		this.#refused.clear();
		this.#entrance.open();
		if (refused.length > 0) this.#offer(refused);
		else await this.summon(null).catch(() => undefined); // said in its place
	}
}
