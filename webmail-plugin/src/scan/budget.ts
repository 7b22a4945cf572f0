import type { Limits } from "../core/index.ts";
import { LimitExceeded } from "./unreadable.ts";

// Below this many inflated bytes no member is taken for a bomb, whatever its ratio: a table of equal rows packs well.
const RATIO_COUNTS_FROM_BYTES = 4_000_000;

/** What is left of the limits while one file, with everything inside it, is read. Over a limit is unreadable,
 *  never clean. Time is kept by the page, which kills the worker. Twin of backend/documents/limits.py. */
export class Budget {
	readonly limits: Limits;
	#members = 0;
	#inflatedBytes = 0;

	constructor(limits: Limits) {
		this.limits = limits;
	}

	takeMember(): void {
		this.#members += 1;
		if (this.#members > this.limits.members) throw new LimitExceeded();
	}

	/** How many bytes a member of this stored size may inflate to. */
	roomBytes(storedBytes: number): number {
		const byRatio = Math.max(storedBytes * this.limits.ratio, RATIO_COUNTS_FROM_BYTES);
		return Math.min(this.limits.inflated_bytes - this.#inflatedBytes, byRatio);
	}

	takeBytes(inflatedBytes: number): void {
		this.#inflatedBytes += inflatedBytes;
		if (this.#inflatedBytes > this.limits.inflated_bytes) throw new LimitExceeded();
	}
}
