// What stands on a page from its first moment: the doors, the line to layer 2 and the frames, and nothing that every page
// would pay for with its load. Files are taken, and what may be a way out is held; the rest of layer 1 (gate.ts) is
// called with the first of them, with a person's first touch, or when the page turns out to be a webmail. Until it is
// there, and where it cannot come, what was held stays where it is.

import { isKnown, mayLeave } from "../../../webmail-plugin/src/hosts/first_look.ts";
import { type Doorkeeper, Doors } from "../../../webmail-plugin/src/hosts/page/doors.ts";
import type { TakenFiles } from "../../../webmail-plugin/src/hosts/page/taken_files.ts";
import { answerLine, type GateEar, type Judgement } from "../channel.ts";
import { isAlive } from "./alive.ts";
import { attendFrames } from "./frames.ts";
import type { Gate } from "./gate.ts";
import { isPluginThere } from "./plugin.ts";

const SETTLED_MILLISECONDS = 1_500; // after the page was loaded; a webmail draws itself meanwhile

/** What else there is of layer 1, as it comes. */
export interface Reserve {
	/** Rejects when it cannot be had. */
	load(): Promise<{ openGate(page: Window, outpost: Outpost): Gate }>;
	/** Says that nothing can be judged, and offers to try again. */
	refuse(retry: () => void): void;
}

export class Outpost implements Doorkeeper, GateEar {
	/** Resolves when the page has drawn itself. */
	readonly settled: Promise<void>;
	readonly #page: Window;
	readonly #reserve: Reserve;
	readonly #doors: Doors;
	readonly #standBack: () => void;
	#coming: Promise<Gate> | null = null;
	readonly #held: ((gate: Gate) => void)[] = [];
	readonly #refused: ((gate: Gate) => void)[] = [];
	#isMissed = false;
	#hasFailed = false;
	#isPluginThere = false;

	constructor(page: Window, reserve: Reserve) {
		this.#page = page;
		this.#reserve = reserve;
		this.#doors = new Doors(this);
		attendFrames(page, this.#doors, this);
		this.#standBack = answerLine(page, Promise.resolve(this));
		this.settled = new Promise((resolve) => {
			const soon = () => setTimeout(() => resolve(this.#look()), SETTLED_MILLISECONDS);
			if (page.document.readyState !== "loading") soon();
			else page.document.addEventListener("DOMContentLoaded", soon, { once: true });
		});
	}

	/** Looked at anew as long as it is not there: it comes with the page. */
	get standsBack(): boolean {
		if (!this.#isPluginThere && isPluginThere(this.#page.document)) {
			this.#isPluginThere = true;
			this.#standBack();
		}
		return this.#isPluginThere;
	}

	/** Nothing was put onto the page yet that takes part in it. */
	isOurs(): boolean {
		return false;
	}

	brought(taken: TakenFiles, place: EventTarget | null): void {
		this.#hold(({ doors }) => doors.brought(taken, place));
	}

	touched(place: EventTarget | null): void {
		this.#follow(({ doors }) => doors.touched(place));
	}

	mayPass(event: Event): boolean {
		if (!mayLeave(event, this.#page.document)) {
			if (event.isTrusted) this.#follow(() => undefined);
			return true;
		}
		this.#hold(({ doors }) => doors.passLate(event));
		return false;
	}

	get isAlive(): boolean {
		return isAlive();
	}

	async judgeFiles(files: readonly File[]): Promise<Judgement> {
		if (this.standsBack) return "allow";
		return (await this.#summoned()).judgeFiles(files);
	}

	/** Where nobody has touched a page that no adapter knows, there is no letter whose words these could be. A gate that was
	 *  called in vain is called again: somebody did touch it. */
	async judgeText(lines: readonly string[]): Promise<Judgement> {
		const isUntouched = this.#coming === null && !this.#hasFailed;
		if (this.standsBack || (isUntouched && !isKnown(this.#page.document))) return "allow";
		return (await this.#summoned()).judgeText(lines);
	}

	/** A webmail is looked after from now on, and told of. */
	#look(): void {
		if (!this.standsBack && !isKnown(this.#page.document)) return;
		this.#page.requestIdleCallback(() => this.#follow(() => undefined));
	}

	/** What was held goes to the gate. */
	#hold(then: (gate: Gate) => void): void {
		this.#held.push(then);
		this.#summoned().then(
			(gate) => this.#deliver(gate),
			() => undefined, // said on the page
		);
	}

	#deliver(gate: Gate): void {
		for (const then of this.#held.splice(0)) then(gate);
	}

	/** Whoever waits for it is told when it cannot come. */
	#summoned(): Promise<Gate> {
		this.#isMissed = true;
		return this.#called();
	}

	/** Nobody waits for it, and nothing was held; in vain it is not called with every letter typed. */
	#follow(then: (gate: Gate) => void): void {
		if (!this.#hasFailed) this.#called().then(then, () => undefined);
	}

	#called(): Promise<Gate> {
		this.#coming ??= this.#bring().catch((error) => {
			this.#coming = null;
			this.#hasFailed = true;
			if (this.#isMissed) this.#refuse();
			throw error;
		});
		return this.#coming;
	}

	/** What was held so far goes on only if a person asks for that: they were told that it has not left. */
	#refuse(): void {
		this.#refused.push(...this.#held.splice(0));
		this.#isMissed = false;
		this.#reserve.refuse(() => {
			if (!isAlive()) return this.#page.location.reload();
			const refused = this.#refused.splice(0);
			return this.#hold((gate) => {
				for (const then of refused) then(gate);
			});
		});
	}

	async #bring(): Promise<Gate> {
		if (!isAlive()) throw new Error("the extension is gone");
		const { openGate } = await this.#reserve.load();
		const gate = openGate(this.#page, this);
		this.#doors.keeper = gate.doors;
		return gate;
	}
}
