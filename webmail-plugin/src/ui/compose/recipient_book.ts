// What is known about the people a letter goes to or comes from: how far they stand from the province, and what gives
// reason to look again (recipient_doubts.ts).

import type { Asks } from "../../api/backend.ts";
import { CheckRecipientsOperation, type CheckRecipientsQuery } from "../../api/generated.ts";
import { type Bundle, type Ring, ringOfAddress, ringOfAll } from "../../core/index.ts";

export type Check = CheckRecipientsQuery["checkRecipients"][number];

const RINGS = { PROVINCE: "province", OFFICIAL: "official", OTHER: "other" } as const;
const FIRST_PAUSE_MILLISECONDS = 1_000; // after a question that failed; twice as long after each further one
const LONGEST_PAUSE_MILLISECONDS = 15_000;
const ASKED_AT_ONCE = 200;

export class RecipientBook {
	readonly #backend: Asks;
	readonly #bundle: () => Bundle | null;
	readonly #known = new Map<string, Check>();
	#failures = 0; // in a row
	#nextAt = Number.NEGATIVE_INFINITY;

	constructor(backend: Asks, bundle: () => Bundle | null) {
		this.#backend = backend;
		this.#bundle = bundle;
	}

	/** Ask about those not known yet. Resolves in any case: to null, or to the milliseconds after which to ask once more
	 *  about who could not be asked about. What holds no address is nobody's to know. */
	async learn(addresses: readonly string[], now = false): Promise<number | null> {
		const unknown = addresses.filter((address) => address.includes("@") && !this.#known.has(address));
		const pause = this.#nextAt - performance.now();
		if (unknown.length === 0) return null;
		if (pause > 0 && !now) return pause;
		try {
			const { checkRecipients } = await this.#backend.ask(CheckRecipientsOperation, {
				addresses: unknown.slice(0, ASKED_AT_ONCE),
			});
			for (const check of checkRecipients) this.#known.set(check.address.toLowerCase(), check);
			this.#failures = 0;
			return null;
		} catch {
			return this.#failed(); // the connection tells the panel
		}
	}

	#failed(): number {
		const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** this.#failures, LONGEST_PAUSE_MILLISECONDS);
		this.#failures++;
		this.#nextAt = performance.now() + pause;
		return pause;
	}

	/** Without the backend: the province by the bundle's domains, everyone else outside. */
	ring(address: string): Ring {
		const [alone, known] = [this.#ringAlone(address), this.#known.get(address)];
		return alone === "province" || known === undefined ? alone : RINGS[known.ring];
	}

	ringOfAll(addresses: readonly string[]): Ring {
		return ringOfAll(addresses.map((address) => this.ring(address)));
	}

	outside(addresses: readonly string[]): string[] {
		return addresses.filter((address) => this.ring(address) === "other");
	}

	/** Whether they count as outside only because the backend has not said who they are. */
	isUnchecked(address: string): boolean {
		return address.includes("@") && !this.#known.has(address) && this.ring(address) === "other";
	}

	/** Null while the backend has not answered. */
	check(address: string): Check | null {
		return this.#known.get(address) ?? null;
	}

	#ringAlone(address: string): Ring {
		const bundle = this.#bundle();
		return bundle === null ? "other" : ringOfAddress(bundle, address);
	}
}
