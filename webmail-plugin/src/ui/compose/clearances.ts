// Marked files that two named people let pass beforehand. Compared here: of a marked file nothing is sent to ask.

import type { Asks } from "../../api/backend.ts";
import { ClearancesOperation, type ClearancesQuery } from "../../api/generated.ts";
import type { Finding } from "../../core/index.ts";

export type Clearance = ClearancesQuery["clearances"][number];

export class Clearances {
	readonly #backend: Asks;
	#known: readonly Clearance[] = [];

	constructor(backend: Asks) {
		this.#backend = backend;
	}

	/** The finding as it is, or as cleared. Whatever cannot be asked stays marked. */
	async apply(finding: Finding): Promise<Finding> {
		if (finding.secrecy !== "marked" || finding.fingerprint === "") return finding;
		try {
			this.#known = (await this.#backend.ask(ClearancesOperation, {})).clearances;
		} catch {
			return finding; // the backend is away: the panel says so already
		}
		return this.of(finding) === null
			? finding
			: { ...finding, secrecy: "cleared", level: null, unreadableReason: null };
	}

	/** The clearance that lets this file pass now. */
	of({ fingerprint, earlierFingerprint }: Finding): Clearance | null {
		const standing = this.#known.find((one) => [fingerprint, earlierFingerprint].includes(one.fingerprint));
		return standing !== undefined && Date.now() < Date.parse(standing.validUntil) ? standing : null;
	}
}
