import type { Limits } from "../core/index.ts";
import { LimitExceeded } from "./unreadable.ts";

// Below this many inflated bytes no member is taken for a bomb, whatever its ratio: a table of equal rows packs well.
const RATIO_COUNTS_FROM_BYTES = 4_000_000;
// Of all members together: many that pack too well, each of them small, are a bomb too.
const ABOVE_RATIO_BYTES = 32_000_000;

/** What is left of the limits while one file, with everything inside it, is read. Over a limit is unreadable,
 *  never clean. Time is kept by the page, which kills the worker. Twin of backend/documents/limits.py. */
export class Budget {
	readonly limits: Limits;
	#members = 0;
	#inflatedBytes = 0;
	#aboveRatioBytes = 0;

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

	/** `storedBytes` of a member that is compressed by itself. */
	takeBytes(inflatedBytes: number, storedBytes?: number): void {
		this.#inflatedBytes += inflatedBytes;
		if (storedBytes !== undefined) {
			this.#aboveRatioBytes += Math.max(inflatedBytes - storedBytes * this.limits.ratio, 0);
		}
		const isOver = this.#inflatedBytes > this.limits.inflated_bytes || this.#aboveRatioBytes > ABOVE_RATIO_BYTES;
		if (isOver) throw new LimitExceeded();
	}
}
