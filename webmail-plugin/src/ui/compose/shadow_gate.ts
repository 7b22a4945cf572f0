// The proposal that runs in shadow on this page (ADR 16): what it would have done is counted, and nothing else. It is
// asked for after the live rules are in force, judges after them, and has no say.

import type { Bundle, Shadow, ShadowCount, ShadowText, TrustedKey } from "../../core/index.ts";

/** What judges in shadow: comes with what judges. */
export interface ShadowMeans {
	/** @throws BundleError */
	openCandidate(jws: string, trusted: readonly TrustedKey[]): Bundle;
	bundleForAgency(bundle: Bundle, agency: string | null): Bundle;
	isNewer(candidate: Bundle, live: Bundle): boolean;
	shadowOf(candidate: Bundle): Shadow | null;
	countTexts(texts: readonly ShadowText[], live: Bundle, shadow: Shadow | null): ShadowCount[];
	readonly scanner: {
		load(bundle: Bundle, candidate?: Bundle | null): void;
		onCounted(hear: (counts: readonly ShadowCount[]) => void): void;
	};
}

const KEPT = "congvu.candidate";

export class ShadowGate {
	readonly #trusted: readonly TrustedKey[];
	readonly #fetch: () => Promise<string | null>;
	readonly #agency: () => Promise<string | null>;
	readonly #counted: (counts: readonly ShadowCount[]) => void;
	readonly #storage: Storage;
	#code: string | null = null;
	#live: Bundle | null = null;
	#written: string | null = null;
	#means: ShadowMeans | null = null;
	#shadow: Shadow | null = null;

	/** @param fetch the proposal, null when there is none
	 *  @param counted hears what rules in shadow would have done */
	constructor(
		trusted: readonly TrustedKey[],
		fetch: () => Promise<string | null>,
		agency: () => Promise<string | null>,
		counted: (counts: readonly ShadowCount[]) => void,
		storage: Storage,
	) {
		this.#storage = storage;
		this.#trusted = trusted;
		this.#fetch = fetch;
		this.#agency = agency;
		this.#counted = counted;
	}

	/** These rules are in force. What ran in shadow on an earlier page runs at once, so that the first file of a letter is
	 *  counted too; then the backend is asked. Never rejects: without a backend, or a proposal of ours, they judge alone. */
	async follow(live: Bundle, means: ShadowMeans): Promise<void> {
		means.scanner.onCounted(this.#counted);
		this.#means = means;
		if (this.#live === null) this.#take(this.#kept(), live, means);
		try {
			const written = await this.#fetch();
			if (written === this.#written && live === this.#live) return;
			if (written !== null && this.#code === null) this.#code = await this.#agency();
			this.#take(written, live, means);
			this.#keep(written);
		} catch {
			// the backend is away: what ran in shadow goes on running there
		}
	}

	/** Count the words of a letter that is about to be sent. */
	count(texts: readonly ShadowText[], live: Bundle): void {
		try {
			const counts = this.#means?.countTexts(texts, live, this.#shadow) ?? [];
			if (counts.length > 0) this.#counted(counts);
		} catch {
			// nothing is counted, and nothing else depends on it
		}
	}

	#take(written: string | null, live: Bundle, means: ShadowMeans): void {
		const candidate = written === null ? null : this.#opened(written, live, means);
		const had = this.#shadow !== null;
		this.#shadow = candidate === null ? null : means.shadowOf(candidate);
		[this.#live, this.#written] = [live, written];
		if (had || candidate !== null) means.scanner.load(live, candidate);
	}

	#opened(written: string, live: Bundle, means: ShadowMeans): Bundle | null {
		try {
			const candidate = means.openCandidate(written, this.#trusted);
			return means.isNewer(candidate, live) ? means.bundleForAgency(candidate, this.#code) : null;
		} catch {
			return null;
		}
	}

	#kept(): string | null {
		try {
			return this.#storage.getItem(KEPT);
		} catch {
			return null;
		}
	}

	#keep(written: string | null): void {
		try {
			if (written === null) this.#storage.removeItem(KEPT);
			else this.#storage.setItem(KEPT, written);
		} catch {
			// a browser that keeps nothing asks again
		}
	}
}
