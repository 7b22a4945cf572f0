// Every upload by the browser (picker, drop, TinyMCE's picture chooser) ends in rcmail.file_upload(files, …): there
// each file waits in a placeholder until its guard has answered, and only then makes its request.

import type { UploadGuard } from "../posts.ts";
import { Placeholder } from "./placeholder.ts";
import { listen, type Roundcube, type UploadProperties } from "./rcmail.ts";

/** Request field by which PHP knows that the gate has looked (lib/AttachmentGate.php). */
export const LOOKED_FIELD = "_congvu_bundle";

interface Upload {
	readonly args: Record<string, unknown>;
	readonly properties: UploadProperties;
}

export class Uploads {
	readonly #roundcube: Roundcube;
	readonly #original: Roundcube["file_upload"];
	readonly #bundleVersion: () => string;
	readonly #onTheWay = new Map<string, File>(); // by upload id
	readonly #passed = new Map<string, File>(); // by attachment id
	#guard: UploadGuard = async () => false;
	#turn: Promise<unknown> = Promise.resolve();
	readonly #running = new Set<Promise<void>>();
	#failures = 0;

	constructor(roundcube: Roundcube, bundleVersion: () => string, signal: AbortSignal) {
		this.#roundcube = roundcube;
		this.#original = roundcube.file_upload;
		this.#bundleVersion = bundleVersion;
		roundcube.file_upload = (files, args, properties) => this.#take(files, { args, properties });
		listen<{ name: string; id: string }>(
			roundcube,
			"fileuploaded",
			({ name, id }) => {
				const file = this.#onTheWay.get(id);
				if (file !== undefined) this.#passed.set(name, file);
				this.#onTheWay.delete(id);
				return undefined;
			},
			signal,
		);
	}

	set guard(guard: UploadGuard) {
		this.#guard = guard;
	}

	attach(files: readonly File[]): void {
		const args = { _id: this.#roundcube.env.compose_id ?? "" };
		this.#take(files, { args, properties: { name: "_attachments[]", action: "upload" } });
	}

	/** The file that was let pass and became this attachment; null for one that came another way. */
	passed(attachmentId: string): File | null {
		return this.#passed.get(attachmentId) ?? null;
	}

	/** True keeps Roundcube from saying that nothing was chosen. */
	#take(files: ArrayLike<File>, upload: Upload): boolean {
		const chosen = Array.from(files);
		for (const file of chosen.slice(0, upload.properties.single ? 1 : chosen.length)) void this.#ask(file, upload);
		return chosen.length > 0;
	}

	async #ask(file: File, upload: Upload): Promise<void> {
		const placeholder = new Placeholder(this.#roundcube, file.name);
		const allowed = await this.#guard(file, placeholder).catch(() => false);
		if (placeholder.withdrawn.aborted) return;
		placeholder.remove();
		if (allowed) this.#turn = this.#turn.then(() => this.#send(file, upload));
	}

	/** Resolves when nothing is under way: true when all of it has become attachments. */
	async arrived(): Promise<boolean> {
		const failures = this.#failures;
		await new Promise((resolve) => setTimeout(resolve)); // a guard that answered just now has its upload begun
		await this.#turn;
		await Promise.all(this.#running);
		return this.#failures === failures;
	}

	/** One after another: Roundcube names an upload by the millisecond it starts in. */
	#send(file: File, { args, properties }: Upload): Promise<void> {
		const before = new Set(Object.keys(this.#roundcube.uploads));
		this.#original.call(this.#roundcube, [file], { ...args, [LOOKED_FIELD]: this.#bundleVersion() }, { ...properties });
		const started = Object.entries(this.#roundcube.uploads).find(([id]) => !before.has(id));
		if (started === undefined)
			this.#failures++; // too large: Roundcube has said so
		else this.#follow(file, ...started);
		return new Promise((resolve) => setTimeout(resolve, 2));
	}

	#follow(file: File, id: string, request: Roundcube["uploads"][string]): void {
		this.#onTheWay.set(id, file);
		const end = new Promise<void>((resolve) => {
			request.always?.(() => {
				if (this.#onTheWay.delete(id)) this.#failures++; // it never became an attachment
				this.#running.delete(end);
				resolve();
			});
		});
		this.#running.add(end);
	}
}
