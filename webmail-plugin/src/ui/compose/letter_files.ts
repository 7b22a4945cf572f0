// All files of the letter: chosen ones wait here until they may be uploaded; those in the draft already are fetched
// and judged before anything is sent or saved.

import type { Finding } from "../../core/index.ts";
import type { AttachedFile, HeldFile } from "../../hosts/host.ts";
import type { LooksAt } from "../../scan/scanner.ts";
import type { FileEntry, Place } from "./file_entry.ts";

/** Judges one file; null when there are no rules to judge by. */
export type Judge = (file: File, looksAt: LooksAt) => Promise<Finding | null>;

/** Which page of how many of a scan is looked at. */
export interface PageLookedAt {
	readonly page: number;
	readonly pages: number;
}

interface Held {
	entry: FileEntry;
	readonly held: HeldFile;
	readonly answer: (upload: boolean) => void;
}

interface Looked {
	stage: FileEntry["stage"];
	finding: Finding | null;
}

export class LetterFiles {
	readonly #judge: Judge;
	readonly #changed: () => void;
	readonly #retry: (refused: readonly File[]) => void;
	readonly #held = new Map<string, Held>();
	readonly #refused = new Map<string, FileEntry>();
	readonly #looked = new Map<string, Looked>(); // attached files, by id
	readonly #findings = new WeakMap<File, Finding>(); // of files let pass
	readonly #work = new Set<Promise<void>>();
	#attached: readonly AttachedFile[] = [];
	#page: PageLookedAt | null = null;
	#count = 0;

	/** @param retry gets the rules once more, looks again, and offers these refused files to the draft */
	constructor(judge: Judge, changed: () => void, retry: (refused: readonly File[]) => void) {
		this.#judge = judge;
		this.#changed = changed;
		this.#retry = retry;
	}

	/** A file was chosen. Resolves to true when it may be uploaded: at once, or when `settle` says so. */
	async admit(file: File, held: HeldFile): Promise<boolean> {
		const id = `chosen-${++this.#count}`;
		return new Promise<boolean>((resolve) => {
			const answer = (upload: boolean) => {
				this.#held.delete(id);
				resolve(upload);
				this.#changed();
			};
			const entry = this.#chosen(id, file, "held", { stage: "scanning", finding: null }, () => answer(false));
			this.#held.set(id, { entry, held, answer });
			held.withdrawn.addEventListener("abort", () => answer(false), { once: true });
			this.#changed();
			this.#track(this.#judgeHeld(id, file));
		});
	}

	/** Note what the draft holds now, and start looking at what is new. */
	see(attached: readonly AttachedFile[]): void {
		this.#attached = attached;
		for (const file of attached) {
			if (!this.#looked.has(file.id)) this.#track(this.#look(file));
		}
	}

	get entries(): readonly FileEntry[] {
		const held = [...this.#held.values()].map(({ entry }) => entry);
		return [...this.#refused.values(), ...held, ...this.#attached.map((file) => this.#inDraft(file))];
	}

	get isScanning(): boolean {
		return this.#work.size > 0;
	}

	/** Null unless a file of several pages is looked at: files are judged one after another. */
	get page(): PageLookedAt | null {
		return this.#page;
	}

	/** Resolves when nothing is being looked at. */
	async idle(): Promise<void> {
		while (this.#work.size > 0) await Promise.all(this.#work);
	}

	/** Say in the list of attachments what each file waits for, and let go those that wait for nothing (null). */
	settle(waitsFor: (entry: FileEntry) => string | null): void {
		for (const { entry, held, answer } of [...this.#held.values()]) {
			const note = waitsFor(entry);
			if (note === null) answer(true);
			else held.say(note);
		}
		for (const file of this.#attached) file.hold(waitsFor(this.#inDraft(file)));
	}

	/** Files in the draft that could not be looked at are looked at again. */
	lookAgain(): void {
		for (const [id, looked] of this.#looked) {
			if (looked.stage === "unchecked") this.#looked.delete(id);
		}
		this.see(this.#attached);
	}

	async #judgeHeld(id: string, file: File): Promise<void> {
		const finding = await this.#judged(file).catch(() => null);
		const waiting = this.#held.get(id);
		if (waiting === undefined) return; // taken back meanwhile
		const looked: Looked = { stage: finding === null ? "unchecked" : "judged", finding };
		if (finding === null || finding.secrecy === "marked") {
			this.#refused.set(
				id,
				this.#chosen(id, file, "refused", looked, () => this.#dismiss(id)),
			);
			waiting.answer(false);
			return;
		}
		this.#findings.set(file, finding);
		waiting.entry = this.#chosen(id, file, "held", looked, () => waiting.answer(false));
	}

	async #judged(file: File): Promise<Finding | null> {
		try {
			return await this.#judge(file, (page, pages) => this.#looksAt(page, pages));
		} finally {
			this.#page = null;
		}
	}

	#looksAt(page: number, pages: number): void {
		if (pages < 2) return;
		this.#page = { page, pages };
		this.#changed();
	}

	#track(work: Promise<void>): void {
		const tracked = work.finally(() => {
			this.#work.delete(tracked);
			this.#changed();
		});
		this.#work.add(tracked);
	}

	#chosen(id: string, file: File, place: Place, looked: Looked, remove: () => void): FileEntry {
		const again = () => {
			this.#dismiss(id);
			this.#retry([file]);
		};
		return { id, name: file.name, place, ...looked, remove, retry: looked.stage === "unchecked" ? again : null };
	}

	#dismiss(id: string): void {
		this.#refused.delete(id);
		this.#changed();
	}

	async #look(file: AttachedFile): Promise<void> {
		const known = file.passed === null ? undefined : this.#findings.get(file.passed);
		const looked: Looked = { stage: "scanning", finding: null };
		this.#looked.set(file.id, looked);
		if (known === undefined) {
			looked.finding = await file
				.read()
				.then((content) => this.#judged(content))
				.catch(() => null);
		} else {
			looked.finding = known;
		}
		looked.stage = looked.finding === null ? "unchecked" : "judged";
	}

	#inDraft(file: AttachedFile): FileEntry {
		const looked = this.#looked.get(file.id) ?? { stage: "scanning" as const, finding: null };
		return {
			id: file.id,
			name: file.name,
			place: file.inBody ? "body" : "server",
			...looked,
			remove: () => file.remove(),
			retry: looked.stage === "unchecked" ? () => this.#retry([]) : null,
		};
	}
}
