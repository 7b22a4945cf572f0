// The rules in force on this page: loaded from the webmail, believed only by the configured keys, never replaced by
// an older set. Without them nothing can be judged, and that is what it says.

import {
	type Bundle,
	BundleError,
	bundleForAgency,
	Engine,
	type Finding,
	isExpired,
	openBundle,
	replaces,
	type TrustedKey,
} from "../../core/index.ts";
import type { WebmailServer } from "../../hosts/host.ts";
import type { LooksAt } from "../../scan/scanner.ts";

/** What the gate needs of the scanner. */
export interface FileJudge {
	load(bundle: Bundle): void;
	/** A file is about to come. */
	start(): void;
	judge(file: File, looksAt: LooksAt): Promise<Finding>;
}

export type GateState = "loading" | "ready" | "missing";

export class RuleGate {
	readonly #server: WebmailServer;
	readonly #trusted: readonly TrustedKey[];
	readonly #scanner: FileJudge;
	readonly #agency: () => Promise<string | null>;
	#bundle: Bundle | null = null;
	#written: string | null = null;
	#engine: Engine | null = null;
	#state: GateState = "loading";
	#loading: Promise<void> | null = null;

	/** @param agency code of the sender's agency, null where nobody can say; asked for only where agencies have rules of
	 *  their own */
	constructor(
		server: WebmailServer,
		trusted: readonly TrustedKey[],
		scanner: FileJudge,
		agency: () => Promise<string | null> = async () => null,
	) {
		this.#server = server;
		this.#trusted = trusted;
		this.#scanner = scanner;
		this.#agency = agency;
	}

	get state(): GateState {
		return this.#state;
	}

	get bundle(): Bundle | null {
		return this.#bundle;
	}

	/** An expired set stays enforced; the panel says so. */
	get isExpired(): boolean {
		return this.#bundle !== null && isExpired(this.#bundle, new Date());
	}

	/** Never rejects: a set that cannot be had leaves the one held, or none. */
	load(retry: boolean): Promise<void> {
		this.#loading ??= this.#load(retry).finally(() => {
			this.#loading = null;
		});
		return this.#loading;
	}

	/** Null when there are no rules to judge by. Waits while they are still being loaded. */
	async judgeFile(file: File, looksAt: LooksAt = () => {}): Promise<Finding | null> {
		this.#scanner.start();
		if (this.#state === "loading") await this.load(false);
		return this.#bundle === null ? null : this.#scanner.judge(file, looksAt);
	}

	/** Null when there are no rules to judge by. */
	judgeText(lines: readonly string[], where: "body.text" | "subject"): Finding | null {
		return this.#engine?.judgeText(lines, where) ?? null;
	}

	async #load(retry: boolean): Promise<void> {
		try {
			const written = await this.#server.bundle(retry);
			if (written !== null && written !== this.#written) await this.#take(written, openBundle(written, this.#trusted));
		} catch (error) {
			// the network, or a set that is not ours: the one held stays in force
			if (!(error instanceof BundleError || error instanceof TypeError || error instanceof DOMException)) throw error;
		} finally {
			this.#state = this.#bundle === null ? "missing" : "ready";
		}
	}

	async #take(written: string, published: Bundle): Promise<void> {
		if (!replaces(published, this.#bundle)) return;
		const hasOverlays = (published.overlays ?? []).length > 0;
		const bundle = hasOverlays ? bundleForAgency(published, await this.#agency()) : published;
		const engine = new Engine(bundle);
		this.#scanner.load(bundle);
		this.#engine = engine;
		this.#bundle = bundle;
		this.#written = written;
	}
}
