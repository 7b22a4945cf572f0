// Files on their way into one letter: each waits for its guard, and what was brought together goes on together.

import type { AttachedFile, HeldFile } from "../host.ts";
import type { UploadGuard } from "../posts.ts";
import type { Composer } from "./adapter.ts";
import type { TakenFiles } from "./taken_files.ts";

const LOOK_MILLISECONDS = 100;
const BEGIN_MILLISECONDS = 300; // a webmail begins its upload a moment after it was given the file
const PIECE_BYTES = 4 << 20;
const UPLOAD_MILLISECONDS = 10 * 60_000;

export class IncomingFiles {
	readonly #composer: Composer;
	readonly #guard: UploadGuard;
	readonly #signal: AbortSignal;
	readonly #came = new WeakMap<File, TakenFiles>();
	readonly #released: File[] = [];
	/** Given to the webmail, and not seen in the letter yet; with what was in the letter before. */
	readonly #given: { readonly file: File; readonly before: ReadonlySet<string> }[] = [];
	readonly #passed = new Map<string, File>(); // by the attachment's id
	#givenAt = Number.NEGATIVE_INFINITY;
	#refusals = 0;

	/** @param signal ends with the letter */
	constructor(composer: Composer, guard: UploadGuard, signal: AbortSignal) {
		this.#composer = composer;
		this.#guard = guard;
		this.#signal = signal;
	}

	/** @returns those that may go on, when all of them were answered about */
	async judge(taken: TakenFiles): Promise<readonly File[]> {
		const asked = taken.files.map(async (file) => ({ file, passes: await this.#ask(file, taken) }));
		const passing = (await Promise.all(asked)).filter(({ passes }) => passes).map(({ file }) => file);
		if (this.#signal.aborted) return [];
		this.#refusals += taken.files.length - passing.length;
		this.#released.push(...passing);
		return passing;
	}

	/** How many files were not let pass so far. */
	get refusals(): number {
		return this.#refusals;
	}

	async take(taken: TakenFiles): Promise<void> {
		const passing = await this.judge(taken);
		if (passing.length === 0) return;
		const before = new Set(this.#composer.attached().map(({ id }) => id));
		this.#given.push(...passing.map((file) => ({ file, before })));
		this.#givenAt = performance.now();
		taken.give(passing);
	}

	/** Whether the same bytes were let pass in this letter, as whatever file. */
	async wasReleased(file: File): Promise<boolean> {
		for (const released of this.#released) {
			if (await areSame(file, released)) return true;
		}
		return false;
	}

	/** Ask once more about files that came and were refused. */
	again(files: readonly File[]): void {
		for (const file of files) {
			const taken = this.#came.get(file);
			if (taken !== undefined) void this.take({ files: [file], give: taken.give });
		}
	}

	/** Files of the letter, with the one let pass where it is that. */
	recognised(attached: readonly AttachedFile[]): readonly AttachedFile[] {
		for (const { id, name } of attached) {
			if (this.#passed.has(id)) continue;
			const index = this.#given.findIndex(({ file, before }) => file.name === name && !before.has(id));
			const [match] = index < 0 ? [] : this.#given.splice(index, 1);
			if (match !== undefined) this.#passed.set(id, match.file);
		}
		return attached.map((file) => {
			const passed = file.passed ?? this.#passed.get(file.id) ?? null;
			return passed === file.passed ? file : { ...file, passed };
		});
	}

	/** Resolves when the webmail uploads nothing any more; false when it never ends. */
	async arrived(): Promise<boolean> {
		await new Promise((resolve) => setTimeout(resolve)); // a guard that answered just now has its files given
		const deadline = performance.now() + UPLOAD_MILLISECONDS;
		while (performance.now() < this.#givenAt + BEGIN_MILLISECONDS || this.#composer.isUploading()) {
			if (performance.now() > deadline) return false;
			await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
		}
		return true;
	}

	async #ask(file: File, taken: TakenFiles): Promise<boolean> {
		this.#came.set(file, taken);
		const note = this.#composer.note(file.name);
		const held: HeldFile = { say: (text) => note.say(text), withdrawn: this.#signal };
		try {
			return await this.#guard(file, held);
		} catch {
			return false;
		} finally {
			note.remove();
		}
	}
}

async function areSame(one: Blob, other: Blob): Promise<boolean> {
	if (one.size !== other.size) return false;
	for (let start = 0; start < one.size; start += PIECE_BYTES) {
		const pieces = [one, other].map((blob) => blob.slice(start, start + PIECE_BYTES).arrayBuffer());
		const [left, right] = (await Promise.all(pieces)).map((piece) => new Uint8Array(piece));
		if (left?.some((byte, index) => byte !== right?.[index])) return false;
	}
	return true;
}
