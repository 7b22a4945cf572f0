// The last good set of rules: asked of the backend by ETag, believed by the configured keys alone, never replaced by an
// older one, kept while the backend is away. Nothing of it lives in memory: the background may be gone in between.

import {
	type Bundle,
	BundleError,
	type BundleRefusal,
	openBundle,
	replaces,
} from "../../../webmail-plugin/src/core/index.ts";
import type { KeptBundle } from "../messages.ts";
import type { Settings } from "../settings/settings.ts";
import type { Shelf } from "../shelf.ts";

/** What the bundle is asked with. */
export type Trust = Pick<Settings, "backend_url" | "trusted_keys" | "rule_approvals">;

interface Kept {
	readonly written: string | null;
	readonly etag: string;
	readonly refused: BundleRefusal | null;
	/** Milliseconds since 1970 before which the backend is not asked again. */
	readonly nextAt: number;
	/** In a row. */
	readonly failures: number;
}

const NAME = "bundle";
const NOTHING: Kept = { written: null, etag: "", refused: null, nextAt: 0, failures: 0 };
const FRESH_MILLISECONDS = 60_000;
const BACK_OFF_AT_MOST_MILLISECONDS = 30 * 60_000;
const PATIENCE_MILLISECONDS = 1_500;
const TIME_LIMIT_MILLISECONDS = 8_000;

export class BundleKeeper {
	readonly #shelf: Shelf;
	readonly #fetch: typeof fetch;
	readonly #now: () => number;
	#asking: Promise<Kept> | null = null;

	constructor(shelf: Shelf, fetching: typeof fetch = (url, init) => fetch(url, init), now: () => number = Date.now) {
		this.#shelf = shelf;
		this.#fetch = fetching;
		this.#now = now;
	}

	/** A set that is kept does not wait long for a newer one: that comes with the next question.
	 *  @param retry asks past the back-off */
	async bundle(trust: Trust, retry: boolean): Promise<KeptBundle> {
		const kept = await this.#kept();
		if (!retry && this.#now() < kept.nextAt) return given(kept, trust);
		// several pages at once ask once
		this.#asking ??= this.#ask(kept, trust).finally(() => {
			this.#asking = null;
		});
		const late = opened(kept.written, trust) === null ? [] : [afterPatience(kept)];
		return given(await Promise.race([this.#asking, ...late]), trust);
	}

	async #ask(kept: Kept, trust: Trust): Promise<Kept> {
		const next = await this.#answered(kept, trust).catch(() => this.#failed(kept));
		await this.#shelf.set(NAME, next);
		return next;
	}

	/** @throws whatever kept the backend from answering */
	async #answered(kept: Kept, trust: Trust): Promise<Kept> {
		const standing = opened(kept.written, trust);
		const answer = await this.#fetch(`${trust.backend_url}/rules/bundle`, {
			credentials: "omit",
			cache: "no-store",
			headers: standing === null ? {} : { "If-None-Match": kept.etag },
			signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
		});
		const nextAt = this.#now() + FRESH_MILLISECONDS;
		if (answer.status === 304 && standing !== null) return { ...kept, refused: null, nextAt, failures: 0 };
		if (!answer.ok) throw new Error("the backend has no bundle to give");
		const written = await answer.text();
		const refused = refusalOf(written, trust, standing);
		if (refused !== null) return { ...kept, refused, nextAt, failures: 0 };
		return { written, etag: answer.headers.get("etag") ?? "", refused: null, nextAt, failures: 0 };
	}

	#failed(kept: Kept): Kept {
		const failures = kept.failures + 1;
		const wait = Math.min(FRESH_MILLISECONDS * 2 ** (failures - 1), BACK_OFF_AT_MOST_MILLISECONDS);
		return { ...kept, failures, nextAt: this.#now() + wait };
	}

	async #kept(): Promise<Kept> {
		return { ...NOTHING, ...((await this.#shelf.get(NAME)) as Kept | undefined) };
	}
}

/** Keys may have changed since it was kept. */
function given(kept: Kept, trust: Trust): KeptBundle {
	return { written: opened(kept.written, trust) === null ? null : kept.written, refused: kept.refused };
}

function afterPatience(kept: Kept): Promise<Kept> {
	return new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, kept));
}

function opened(written: string | null, trust: Trust): Bundle | null {
	if (written === null) return null;
	try {
		return openBundle(written, trust.trusted_keys, trust.rule_approvals);
	} catch {
		return null;
	}
}

function refusalOf(written: string, trust: Trust, standing: Bundle | null): BundleRefusal | null {
	try {
		const offered = openBundle(written, trust.trusted_keys, trust.rule_approvals);
		return replaces(offered, standing) ? null : "older";
	} catch (error) {
		if (error instanceof BundleError) return error.code;
		throw error;
	}
}
