// The page's side of the scanner: one module Worker, killed and started again when a file takes too long.

import type { Bundle, Finding, ShadowCount, UnreadableReason } from "../core/index.ts";
import type { Read } from "./judge_file.ts";
import { isOurs, type Reply, type Request } from "./protocol.ts";
import { unreadableFinding } from "./unreadable_finding.ts";

/** The part of a Worker the scanner needs. */
export interface Port {
	onmessage: ((event: MessageEvent) => void) | null;
	onerror: ((event: ErrorEvent) => void) | null;
	postMessage(message: Request): void;
	terminate(): void;
}

interface Job {
	readonly id: number;
	readonly file: File;
	readonly startedAt: number;
	readonly resolve: (read: Read) => void;
	readonly receivedOn: string | null;
	readonly looksAt: LooksAt;
	hashes: { readonly sha256: string; readonly fingerprint: string } | null;
	timer: ReturnType<typeof setTimeout> | null;
}

/** Hears which page of how many is looked at; both count from 1. */
export type LooksAt = (page: number, pages: number) => void;

const START_SECONDS = 20; // a slow PC reads and compiles 2 MB of script first

/** Judges files beside the page. It never throws and never says "clean" by accident: a worker that does not
 *  start, crashes or takes too long gives a finding that is unreadable (`unsupported`, `corrupt`, `limit`). */
export class Scanner {
	readonly #startPort: () => Port;
	#bundle: Bundle | null = null;
	#candidate: Bundle | null = null;
	#counted: (counts: readonly ShadowCount[]) => void = () => {};
	#port: Port | null = null;
	#ready = false;
	#closed = false;
	#nextId = 1;
	#startTimer: ReturnType<typeof setTimeout> | null = null;
	readonly #jobs: Job[] = []; // the first is under way

	/** @param workerUrl same-origin address of the built worker, one .js file. */
	constructor(workerUrl: string | URL, startPort: (url: string | URL) => Port = startModuleWorker) {
		this.#startPort = () => startPort(workerUrl);
	}

	/** Use this bundle from now on, with a candidate in its shadow; a file under way is finished with the one before. */
	load(bundle: Bundle, candidate: Bundle | null = null): void {
		this.#bundle = bundle;
		this.#candidate = candidate;
		if (this.#ready) this.#port?.postMessage({ congvu: "load", bundle, candidate });
	}

	/** Hears what rules in shadow would have done. */
	onCounted(hear: (counts: readonly ShadowCount[]) => void): void {
		this.#counted = hear;
	}

	/** A file is about to be judged: let the worker's script be loaded meanwhile. */
	start(): void {
		if (this.#port === null && !this.#closed) this.#start();
	}

	/** Files are judged one after another, in the order asked for. Before `load`, and for a file larger than may
	 *  be read at all, the finding is unreadable; without a fingerprint it cannot be declared either. */
	async judge(file: File, looksAt: LooksAt = () => {}): Promise<Finding> {
		return (await this.#asked(file, looksAt, null)).finding;
	}

	/** The same, and what the paper says that came with a letter on a day (ISO); null where it may not be read. */
	read(file: File, receivedOn: string): Promise<Read> {
		return this.#asked(file, () => {}, receivedOn);
	}

	#asked(file: File, looksAt: LooksAt, receivedOn: string | null): Promise<Read> {
		return new Promise((resolve) => {
			const id = this.#nextId++;
			const startedAt = performance.now();
			const job: Job = { id, file, startedAt, resolve, receivedOn, looksAt, hashes: null, timer: null };
			if (this.#closed || this.#bundle === null) this.#giveUp(job, "unsupported");
			else if (file.size > this.#bundle.limits.inflated_bytes) this.#giveUp(job, "limit");
			else this.#enqueue(job);
		});
	}

	/** Stop the worker; what is still under way becomes unreadable. */
	close(): void {
		this.#closed = true;
		this.#stop();
		for (const job of this.#jobs.splice(0)) this.#giveUp(job, "unsupported");
	}

	#enqueue(job: Job): void {
		this.#jobs.push(job);
		if (this.#jobs.length === 1) this.#next();
	}

	#start(): void {
		this.#ready = false;
		try {
			this.#port = this.#startPort();
		} catch {
			this.#failedToStart(); // the page's policy refuses workers
			return;
		}
		this.#port.onmessage = (event) => this.#heard(event.data);
		this.#port.onerror = () => this.#crashed();
		this.#startTimer = setTimeout(() => this.#crashed(), START_SECONDS * 1000);
	}

	#heard(data: unknown): void {
		if (!isOurs(data)) return;
		const reply = data as Reply;
		const [job] = this.#jobs;
		if (reply.congvu === "ready") this.#becameReady();
		else if (reply.congvu === "shadow") this.#counted(reply.counts);
		else if (job !== undefined && job.id === reply.id) this.#answered(job, reply);
	}

	#answered(job: Job, reply: Exclude<Reply, { congvu: "ready" | "shadow" }>): void {
		if (reply.congvu === "hashed") job.hashes = reply;
		if (reply.congvu === "progress") job.looksAt(reply.page, reply.pages);
		if (reply.congvu === "judged") this.#finish(job, { finding: reply.finding, said: reply.said });
		if (reply.congvu === "failed") this.#giveUpFirst("corrupt");
	}

	#becameReady(): void {
		this.#ready = true;
		if (this.#startTimer !== null) clearTimeout(this.#startTimer);
		if (this.#bundle !== null) {
			this.#port?.postMessage({ congvu: "load", bundle: this.#bundle, candidate: this.#candidate });
		}
		this.#next();
	}

	/** Give the worker the first file of the queue, with its time running from now. */
	#next(): void {
		const [job] = this.#jobs;
		if (job === undefined || this.#bundle === null) return;
		if (this.#port === null) this.#start();
		if (!this.#ready || job.timer !== null) return;
		job.timer = setTimeout(() => this.#tookTooLong(), this.#bundle.limits.seconds * 1000);
		this.#port?.postMessage({ congvu: "judge", id: job.id, file: job.file, receivedOn: job.receivedOn });
	}

	#tookTooLong(): void {
		this.#stop();
		this.#giveUpFirst("limit");
	}

	#crashed(): void {
		const started = this.#ready;
		this.#stop();
		if (started) this.#giveUpFirst("corrupt");
		else this.#failedToStart();
	}

	/** Every waiting file is unreadable; the next one asked for tries again. */
	#failedToStart(): void {
		for (const job of this.#jobs.splice(0)) this.#giveUp(job, "unsupported");
	}

	#stop(): void {
		if (this.#startTimer !== null) clearTimeout(this.#startTimer);
		if (this.#port !== null) {
			this.#port.onmessage = null;
			this.#port.onerror = null;
			this.#port.terminate();
		}
		this.#port = null;
		this.#ready = false;
	}

	#giveUpFirst(reason: UnreadableReason): void {
		const job = this.#jobs.shift();
		if (job !== undefined) this.#giveUp(job, reason);
		this.#next();
	}

	#giveUp(job: Job, reason: UnreadableReason): void {
		if (job.timer !== null) clearTimeout(job.timer);
		const elapsedMs = performance.now() - job.startedAt;
		void unreadableFinding(job.file, reason, { hashes: job.hashes, bundle: this.#bundle, elapsedMs }).then((finding) =>
			job.resolve({ finding, said: null }),
		);
	}

	#finish(job: Job, read: Read): void {
		if (job.timer !== null) clearTimeout(job.timer);
		this.#jobs.shift();
		job.resolve(read);
		this.#next();
	}
}

function startModuleWorker(url: string | URL): Port {
	return new Worker(url, { type: "module", name: "congvu-scanner" });
}
