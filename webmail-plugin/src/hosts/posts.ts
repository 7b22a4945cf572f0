// Where a draft's guards stand. Their code comes to the page with the first thing there is to judge; until they are
// there, a file waits, a letter waits, and nothing else leaves.

import type { Cargo, Guard, HeldFile } from "./host.ts";

export type UploadGuard = (file: File, held: HeldFile) => Promise<boolean>;
export type BodyGuard = (cargo: Cargo) => boolean;

/** Brings the guards to their posts. */
export interface Relief {
	/** What a file waits for meanwhile, in the list of attachments. */
	readonly note: string;
	/** Resolves once they stand there; `learnRules` when they have what they judge by, or know that it cannot be had.
	 *  Rejects when they cannot come: `file`, if it was for one, is then refused. */
	summon(file: File | null): Promise<{ learnRules(): Promise<void> }>;
}

export class Posts {
	readonly #relief: Relief;
	#upload: UploadGuard | null = null;
	#body: BodyGuard | null = null;
	#send: Guard<void> | null = null;

	constructor(relief: Relief) {
		this.#relief = relief;
	}

	set upload(guard: UploadGuard) {
		this.#upload = guard;
	}

	set body(guard: BodyGuard) {
		this.#body = guard;
	}

	set send(guard: Guard<void>) {
		this.#send = guard;
	}

	async mayUpload(file: File, held: HeldFile): Promise<boolean> {
		if (this.#upload === null) {
			held.say(this.#relief.note);
			await this.#relief.summon(file);
		}
		return (await this.#upload?.(file, held)) ?? false;
	}

	/** @param again does the same once more, when the guard that was missing has come */
	mayLeave(cargo: Cargo, again: () => void): boolean {
		if (this.#body !== null) return this.#body(cargo);
		void this.#repeat(again).catch(() => undefined); // whoever was summoned in vain has said so
		return false;
	}

	async maySend(): Promise<boolean> {
		if (this.#send === null) await this.#relief.summon(null);
		return (await this.#send?.(undefined)) ?? false;
	}

	async #repeat(again: () => void): Promise<void> {
		const guards = await this.#relief.summon(null);
		await guards.learnRules();
		again();
	}
}
