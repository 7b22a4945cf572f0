// What is known about the people a letter goes to or comes from: how far they stand from the province, and what gives
// reason to look again (recipient_doubts.ts).

import type { Asks } from "../../api/backend.ts";
import { CheckRecipientsOperation, type CheckRecipientsQuery } from "../../api/generated.ts";
import { type Bundle, type Ring, ringOfAddress, ringOfAll } from "../../core/index.ts";

export type Check = CheckRecipientsQuery["checkRecipients"][number];

const RINGS = { PROVINCE: "province", OFFICIAL: "official", OTHER: "other" } as const;
const ASK_AGAIN_MILLISECONDS = 15_000;
const ASKED_AT_ONCE = 200;

export class RecipientBook {
	readonly #backend: Asks;
	readonly #bundle: () => Bundle | null;
	readonly #known = new Map<string, Check>();
	#failedAt = Number.NEGATIVE_INFINITY;

	constructor(backend: Asks, bundle: () => Bundle | null) {
		this.#backend = backend;
		this.#bundle = bundle;
	}

	/** Ask about those not known yet. Resolves in any case; who could not be asked about stays unknown. What holds no
	 *  address is nobody's to know. */
	async learn(addresses: readonly string[], now = false): Promise<void> {
		const unknown = addresses.filter((address) => address.includes("@") && !this.#known.has(address));
		const tooSoon = performance.now() < this.#failedAt + ASK_AGAIN_MILLISECONDS;
		if (unknown.length === 0 || (tooSoon && !now)) return;
		try {
			const { checkRecipients } = await this.#backend.ask(CheckRecipientsOperation, {
				addresses: unknown.slice(0, ASKED_AT_ONCE),
			});
			for (const check of checkRecipients) this.#known.set(check.address.toLowerCase(), check);
		} catch {
			this.#failedAt = performance.now(); // the connection tells the panel
		}
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

	/** Null while the backend has not answered. */
	check(address: string): Check | null {
		return this.#known.get(address) ?? null;
	}

	#ringAlone(address: string): Ring {
		const bundle = this.#bundle();
		return bundle === null ? "other" : ringOfAddress(bundle, address);
	}
}
