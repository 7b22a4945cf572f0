// The last good set of rules: fetched from the backend, checked against the keys that were set, kept over restarts, and
// in force for as long as no newer one is valid, with or without a backend.

import type { Fetch } from "../../../webmail-plugin/src/api/session.ts";
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

interface Kept {
	readonly written: string | null;
	readonly etag: string;
	readonly refused: BundleRefusal | null;
	/** Milliseconds since 1970; the backend is not asked again before. */
	readonly askAt: number;
	/** Whose bundle it is. */
	readonly from: string;
}

const NAME = "rules";
const TIME_LIMIT_MILLISECONDS = 8_000;
const ASK_EVERY_MILLISECONDS = 5 * 60_000;
const ASK_AGAIN_MILLISECONDS = 60_000; // after a failure

export class RuleKeeper {
	readonly #shelf: Shelf;
	readonly #fetch: Fetch;
	readonly #now: () => number;
	#asking: Promise<Kept> | null = null;

	constructor(shelf: Shelf, fetch: Fetch, now: () => number = Date.now) {
		this.#shelf = shelf;
		this.#fetch = fetch;
		this.#now = now;
	}

	/** @param retry ask the backend past the back-off */
	async current(settings: Settings, retry: boolean): Promise<KeptBundle> {
		let kept = await this.#kept(settings);
		if (settings.backend_url !== "" && (retry || this.#now() >= kept.askAt)) {
			// several pages at once ask once
			this.#asking ??= this.#ask(kept, settings).finally(() => {
				this.#asking = null;
			});
			kept = await this.#asking;
		}
		return { written: kept.written, refused: kept.refused };
	}

	/** What is kept is checked again: the keys may have been changed. */
	async #kept({ backend_url, trusted_keys, rule_approvals }: Settings): Promise<Kept> {
		const nothing = { written: null, etag: "", refused: null, askAt: 0, from: backend_url };
		const kept = (await this.#shelf.get(NAME)) as Kept | undefined;
		if (kept === undefined || kept.from !== backend_url) return nothing;
		if (kept.written === null) return kept;
		return opened(kept.written, trusted_keys, rule_approvals) instanceof BundleError ? nothing : kept;
	}

	async #ask(kept: Kept, settings: Settings): Promise<Kept> {
		const answer = await this.#answer(kept, settings.backend_url);
		const now = this.#now();
		let next: Kept = { ...kept, askAt: now + ASK_AGAIN_MILLISECONDS };
		if (answer?.status === 304) next = { ...kept, refused: null, askAt: now + ASK_EVERY_MILLISECONDS };
		if (answer?.ok === true) {
			const written = await answer.text().catch(() => null);
			if (written !== null) next = taken(kept, written, answer.headers.get("ETag") ?? "", settings, now);
		}
		await this.#shelf.set(NAME, next);
		return next;
	}

	async #answer({ written, etag }: Kept, backendUrl: string): Promise<Response | null> {
		const headers: Record<string, string> = written !== null && etag !== "" ? { "If-None-Match": etag } : {};
		return await this.#fetch(`${backendUrl}/rules/bundle`, {
			credentials: "omit",
			cache: "no-store",
			headers,
			signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
		}).catch(() => null);
	}
}

/** The offered one in the kept one's place, or why not. */
function taken(kept: Kept, written: string, etag: string, settings: Settings, now: number): Kept {
	const { trusted_keys, rule_approvals } = settings;
	const askAt = now + ASK_EVERY_MILLISECONDS;
	const offered = opened(written, trusted_keys, rule_approvals);
	if (offered instanceof BundleError) return { ...kept, refused: offered.code, askAt };
	const current = kept.written === null ? null : opened(kept.written, trusted_keys, rule_approvals);
	const isNewer = current === null || current instanceof BundleError || replaces(offered, current);
	return isNewer ? { ...kept, written, etag, refused: null, askAt } : { ...kept, refused: "older", askAt };
}

function opened(written: string, trusted: Settings["trusted_keys"], approvals: number): Bundle | BundleError {
	try {
		return openBundle(written, trusted, approvals);
	} catch (error) {
		if (error instanceof BundleError) return error;
		throw error;
	}
}
