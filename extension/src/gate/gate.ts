// Layer 1 of one page, once there is something to decide: knows the letters on it, calls what judges them, and tells who
// stands guard. Comes with the page's first touch (outpost.ts), whose doors it then keeps.

import type { Composer, Expectation, WayOut } from "../../../webmail-plugin/src/hosts/page/adapter.ts";
import { LetterDoors, type LetterKeeper } from "../../../webmail-plugin/src/hosts/page/letter_doors.ts";
import { Letters } from "../../../webmail-plugin/src/hosts/page/letters.ts";
import type { TakenFiles } from "../../../webmail-plugin/src/hosts/page/taken_files.ts";
import { Registry } from "../../../webmail-plugin/src/hosts/registry.ts";
import type { Judgement } from "../channel.ts";
import { ask } from "../messages.ts";
import { isOurs } from "./dock.ts";
import { GuardedLetter } from "./guarded_letter.ts";
import { standsHere } from "./guarding_here.ts";
import type { Outpost } from "./outpost.ts";
import { Words } from "./words.ts";

const LOOK_MILLISECONDS = 400;

export class Gate implements LetterKeeper {
	readonly doors: LetterDoors;
	readonly #page: Window;
	readonly #outpost: Outpost;
	readonly #registry: Registry;
	readonly #letters: Letters<GuardedLetter>;
	#latest: GuardedLetter | null = null;
	#unseen: readonly Expectation[] = [];
	#told = "";

	constructor(page: Window, outpost: Outpost) {
		const words = new Words();
		this.#page = page;
		this.#outpost = outpost;
		this.#registry = new Registry(page.document, words.drawn);
		this.#letters = new Letters(
			(composer, signal) =>
				new GuardedLetter(composer, words, {
					signal,
					unseen: () => this.#unseen.map(({ code }) => code),
					generic: this.#registry.generic.composer,
				}),
		);
		this.doors = new LetterDoors(() => this.#registry.adapter(), this, isOurs);
		void outpost.settled.then(() => this.#watch());
	}

	get standsBack(): boolean {
		return this.#outpost.standsBack;
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

	#watch(): void {
		this.#look();
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
		standsHere(standing);
		ask("presence", standing).catch(() => undefined); // told with the next change
	}
}
