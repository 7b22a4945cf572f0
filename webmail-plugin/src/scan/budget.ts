import type { Limits } from "../core/index.ts";
import { Unreadable } from "./unreadable.ts";

const RATIO_MATTERS_FROM_BYTES = 1_000_000;

/** What may still be spent on one file, with everything inside it. Over a limit is unreadable, never clean. */
export class Budget {
	readonly limits: Limits;
	#members = 0;
	#inflatedBytes = 0;
	#pages = 0;

	constructor(limits: Limits) {
		this.limits = limits;
	}

	spendMember(): void {
		this.#members += 1;
		if (this.#members > this.limits.members) throw new Unreadable("limit");
	}

	spendPage(): void {
		this.#pages += 1;
		if (this.#pages > this.limits.pages) throw new Unreadable("limit");
	}

	/** `chunkBytes` more were inflated of a member that now has `memberBytes` from `storedBytes`. */
	spendInflated(chunkBytes: number, memberBytes: number, storedBytes: number): void {
		this.#inflatedBytes += chunkBytes;
		if (this.#inflatedBytes > this.limits.inflated_bytes) throw new Unreadable("limit");
		const tooDense = memberBytes > storedBytes * this.limits.ratio;
		if (tooDense && memberBytes > RATIO_MATTERS_FROM_BYTES) throw new Unreadable("limit");
	}
}
