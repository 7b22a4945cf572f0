// The rules in force on this page: loaded from the webmail, believed only by the configured keys, never replaced by
// an older set. Without them nothing can be judged, and that is what it says. They are asked for, and the code that
// judges by them is loaded, with the first thing there is to judge.

import {
	type Bundle,
	BundleError,
	type BundleRefusal,
	type Finding,
	isExpired,
	replaces,
	type TrustedKey,
} from "../../core/index.ts";
import type { WebmailServer } from "../../hosts/host.ts";
import type { LooksAt } from "../../scan/scanner.ts";
import type { ShadowGate, ShadowMeans } from "./shadow_gate.ts";

/** What the gate needs of the scanner. */
export interface FileJudge {
	load(bundle: Bundle): void;
	/** A file is about to come. */
	start(): void;
	judge(file: File, looksAt: LooksAt): Promise<Finding>;
}

/** Judges words at once. */
export interface TextJudge {
	judgeText(lines: readonly string[], where: "body.text" | "subject"): Finding;
}

/** What judges by a set of rules: a part of the plugin of its own. */
export interface RuleMeans {
	/** @throws BundleError */
	openBundle(jws: string, trusted: readonly TrustedKey[]): Bundle;
	bundleForAgency(bundle: Bundle, agency: string | null): Bundle;
	/** @throws BundleError */
	engineOf(bundle: Bundle): TextJudge;
	readonly scanner: FileJudge;
	/** Where proposals are tried out. */
	readonly shadow?: ShadowMeans;
}

/** unasked: nothing was to be judged yet, or what judges could not be loaded · missing: the webmail has no rules */
export type GateState = "unasked" | "loading" | "ready" | "missing";

export class RuleGate {
	readonly #server: WebmailServer;
	readonly #trusted: readonly TrustedKey[];
	readonly #means: () => Promise<RuleMeans>;
	readonly #agency: () => Promise<string | null>;
	readonly #shadow: ShadowGate | null;
	#bundle: Bundle | null = null;
	#written: string | null = null;
	#refused: BundleRefusal | null = null;
	#engine: TextJudge | null = null;
	#state: GateState = "unasked";
	#loading: Promise<void> | null = null;

	/** @param means loads what judges, once
	 *  @param agency code of the sender's agency, null where nobody can say; asked for only where agencies have rules of
	 *  their own
	 *  @param shadow follows with the proposal that is tried out, and has no say */
	constructor(
		server: WebmailServer,
		trusted: readonly TrustedKey[],
		means: () => Promise<RuleMeans>,
		agency: () => Promise<string | null> = async () => null,
		shadow: ShadowGate | null = null,
	) {
		this.#shadow = shadow;
		this.#server = server;
		this.#trusted = trusted;
		this.#means = means;
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

	/** Why the set offered last was not taken, here or by the webmail; null when it was. */
	get refused(): BundleRefusal | null {
		return this.#refused ?? this.#server.refused;
	}

	/** A set that cannot be had leaves the one held, or none. Rejects when what judges cannot be loaded: it is unasked
	 *  then, not missing. */
	load(retry: boolean): Promise<void> {
		this.#loading ??= this.#load(retry).finally(() => {
			this.#loading = null;
		});
		return this.#loading;
	}

	/** Null when there are no rules to judge by. Waits while they are still being loaded; rejects when what judges
	 *  cannot be. */
	async judgeFile(file: File, looksAt: LooksAt = () => {}): Promise<Finding | null> {
		const [scanner] = await Promise.all([this.#startScanner(), this.isSettled ? undefined : this.load(false)]);
		return this.#bundle === null ? null : scanner.judge(file, looksAt);
	}

	/** Null when there are no rules to judge by. Throws before that is known. */
	judgeText(lines: readonly string[], where: "body.text" | "subject"): Finding | null {
		if (!this.isSettled) throw new Error("the rules were not asked for");
		return this.#engine?.judgeText(lines, where) ?? null;
	}

	/** Let rules in shadow count the words of a letter that is about to be sent. */
	countInShadow(body: readonly string[] | null, subject: string): void {
		if (this.#bundle === null) return;
		const words = [{ lines: [subject], where: "subject" as const }];
		this.#shadow?.count(body === null ? words : [{ lines: body, where: "body.text" }, ...words], this.#bundle);
	}

	get isSettled(): boolean {
		return this.#state === "ready" || this.#state === "missing";
	}

	async #startScanner(): Promise<FileJudge> {
		const { scanner } = await this.#means();
		scanner.start();
		return scanner;
	}

	async #load(retry: boolean): Promise<void> {
		if (!this.isSettled) this.#state = "loading";
		const asked = this.#server.bundle(retry);
		const [means] = await Promise.all([this.#means(), asked.catch(() => null)]).catch((error: unknown) => {
			if (!this.isSettled) this.#state = "unasked";
			throw error;
		});
		try {
			const written = await asked;
			this.#refused = null;
			if (written !== null && written !== this.#written) await this.#take(written, means);
		} catch (error) {
			// the network, or a set that is not ours: the one held stays in force
			if (!(error instanceof BundleError || error instanceof TypeError || error instanceof DOMException)) throw error;
			if (error instanceof BundleError) this.#refused = error.code;
		} finally {
			this.#state = this.#bundle === null ? "missing" : "ready";
		}
		if (this.#bundle !== null && means?.shadow) void this.#shadow?.follow(this.#bundle, means.shadow);
	}

	async #take(written: string, means: RuleMeans): Promise<void> {
		const published = means.openBundle(written, this.#trusted);
		if (!replaces(published, this.#bundle)) throw new BundleError("older", "the bundle is older than the one held");
		const hasOverlays = (published.overlays ?? []).length > 0;
		const bundle = hasOverlays ? means.bundleForAgency(published, await this.#agency()) : published;
		const engine = means.engineOf(bundle);
		means.scanner.load(bundle);
		this.#engine = engine;
		this.#bundle = bundle;
		this.#written = written;
	}
}
