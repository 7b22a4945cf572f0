// Layer 1 of one page: stands at its doors, and calls the rest of the extension when there is something to decide.

import type { Composer, Expectation, WayOut } from "../../../webmail-plugin/src/hosts/page/adapter.ts";
import { type Doorkeeper, Doors } from "../../../webmail-plugin/src/hosts/page/doors.ts";
import { Letters } from "../../../webmail-plugin/src/hosts/page/letters.ts";
import type { TakenFiles } from "../../../webmail-plugin/src/hosts/page/taken_files.ts";
import { Registry } from "../../../webmail-plugin/src/hosts/registry.ts";
import { answerLine, type GateEar, type Judgement } from "../channel.ts";
import { ask } from "../messages.ts";
import { isAlive } from "./alive.ts";
import { isOurs } from "./dock.ts";
import { attendFrames } from "./frames.ts";
import { GuardedLetter } from "./guarded_letter.ts";
import { isPluginThere } from "./plugin.ts";
import { Words } from "./words.ts";

const SETTLED_MILLISECONDS = 1_500; // after the page was loaded; a webmail draws itself meanwhile
const LOOK_MILLISECONDS = 400;

export class Gate implements Doorkeeper, GateEar {
	readonly #page: Window;
	readonly #registry: Registry;
	readonly #letters: Letters<GuardedLetter>;
	readonly #standBack: () => void;
	#isPluginThere = false;
	#latest: GuardedLetter | null = null;
	#unseen: readonly Expectation[] = [];
	#told = "";

	constructor(page: Window) {
		const words = new Words();
		this.#page = page;
		this.#registry = new Registry(page.document, words.drawn);
		this.#letters = new Letters(
			(composer, signal) =>
				new GuardedLetter(composer, words, {
					signal,
					unseen: () => this.#unseen.map(({ code }) => code),
					generic: this.#registry.generic.composer,
				}),
		);
		const doors = new Doors(() => this.#registry.adapter(), this, isOurs);
		attendFrames(page, doors, this);
		this.#standBack = answerLine(page, Promise.resolve(this));
		page.document.addEventListener("DOMContentLoaded", () => this.#settles(), { once: true });
	}

	/** Looked at anew as long as it is not there: it comes with the page. */
	get standsBack(): boolean {
		if (!this.#isPluginThere && isPluginThere(this.#page.document)) {
			this.#isPluginThere = true;
			this.#standBack();
		}
		return this.#isPluginThere;
	}

	brought(taken: TakenFiles, composer: Composer | null): void {
		const letter = this.#begun(composer ?? this.#registry.generic.composer);
		letter.take(taken);
	}

	writing(composer: Composer): void {
		this.#begun(composer);
	}

	leaves({ composer, what }: WayOut, again: () => void): boolean {
		return this.#begun(composer).mayGo(what, again);
	}

	get isAlive(): boolean {
		return isAlive();
	}

	async judgeFiles(files: readonly File[]): Promise<Judgement> {
		if (this.standsBack) return "allow";
		const letter = this.#latest ?? this.#begun(this.#registry.generic.composer);
		return (await letter.judges(files)) ? "allow" : "refuse";
	}

	async judgeText(lines: readonly string[]): Promise<Judgement> {
		const letter = this.standsBack ? null : this.#letterOfWords();
		return letter === null || (await letter.mayLeave(lines)) ? "allow" : "refuse";
	}

	/** Where nobody writes a letter there are no words of one to leave. A webmail itself may write into it: what an
	 *  answer quotes, what a draft held. */
	#letterOfWords(): GuardedLetter | null {
		if (this.#latest !== null) return this.#latest;
		const adapter = this.#registry.adapter();
		const [composer] = adapter === this.#registry.generic ? [] : adapter.composers();
		return composer === undefined ? null : this.#begun(composer);
	}

	#begun(composer: Composer): GuardedLetter {
		const letter = this.#letters.of(composer);
		letter.begin();
		this.#latest = letter;
		return letter;
	}

	#settles(): void {
		setTimeout(() => this.#look(), SETTLED_MILLISECONDS);
		let isWaiting = false;
		const soon = () => {
			if (isWaiting) return;
			isWaiting = true;
			setTimeout(() => {
				isWaiting = false;
				this.#look();
			}, LOOK_MILLISECONDS);
		};
		new MutationObserver(soon).observe(this.#page.document, { childList: true, subtree: true });
	}

	/** What stands on the page now: letters that ended, and whether all is where it is expected. */
	#look(): void {
		this.#letters.look();
		if (this.#latest !== null && !this.#letters.all.includes(this.#latest)) this.#latest = null;
		const adapter = this.#registry.adapter();
		this.#unseen = adapter.expectations().filter(({ holds }) => !holds);
		const guard = this.standsBack ? ("plugin" as const) : ("extension" as const);
		const standing = { host: adapter.kind, guard, unseen: this.#unseen.map(({ code }) => code) };
		if (JSON.stringify(standing) === this.#told) return;
		this.#told = JSON.stringify(standing);
		ask("presence", standing).catch(() => undefined); // told with the next change
	}
}
