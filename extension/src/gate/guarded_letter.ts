// One letter on the page: its draft, its place for the panel, and the call for what decides.

import type { PageComposer } from "../../../webmail-plugin/src/hosts/generic/page_composer.ts";
import type { Composer, WayOut } from "../../../webmail-plugin/src/hosts/page/adapter.ts";
import type { Letter } from "../../../webmail-plugin/src/hosts/page/letters.ts";
import { PageDraft } from "../../../webmail-plugin/src/hosts/page/page_draft.ts";
import type { TakenFiles } from "../../../webmail-plugin/src/hosts/page/taken_files.ts";
import { Entrance } from "../../../webmail-plugin/src/ui/compose/entrance.ts";
import { Summons } from "../../../webmail-plugin/src/ui/compose/summons.ts";
import type { ComposeGate, FurtherParts } from "../../parts/compose.ts";
import { ask } from "../messages.ts";
import { isAlive } from "./alive.ts";
import { shade } from "./dock.ts";
import { LetterDock } from "./letter_dock.ts";
import { partOfPage } from "./part_of_page.ts";
import type { Words } from "./words.ts";

const COMPOSE = [
	() => import("/parts/compose.js"),
	() => import("/parts/compose.js?2"),
	() => import("/parts/compose.js?3"),
	() => import("/parts/compose.js?4"),
] as const;
const RULES = [
	() => import("/parts/rules.js"),
	() => import("/parts/rules.js?2"),
	() => import("/parts/rules.js?3"),
	() => import("/parts/rules.js?4"),
] as const;
const PANEL = [
	() => import("/parts/panel.js"),
	() => import("/parts/panel.js?2"),
	() => import("/parts/panel.js?3"),
	() => import("/parts/panel.js?4"),
] as const;

export interface LetterMeans {
	/** Ends with the letter. */
	readonly signal: AbortSignal;
	/** Codes of what the adapter misses on the page. */
	readonly unseen: () => readonly string[];
	/** The page's own letter: learns what the settings say about pages nobody knows. */
	readonly generic: PageComposer;
}

export class GuardedLetter implements Letter {
	readonly #draft: PageDraft;
	readonly #words: Words;
	readonly #means: LetterMeans;
	readonly #dock: LetterDock;
	readonly #entrance: Entrance;
	readonly #summons: Summons;
	#gate: ComposeGate | null = null;
	#hasBegun = false;

	constructor(composer: Composer, words: Words, means: LetterMeans) {
		this.#words = words;
		this.#means = means;
		this.#dock = new LetterDock(composer, means.signal);
		this.#entrance = new Entrance(this.#dock.place, words);
		const bring = (forFile: boolean) => this.#bring(forFile);
		const summons = new Summons(words.checking, bring, this.#entrance, (files) => this.#draft.attach(files));
		this.#summons = summons;
		this.#draft = new PageDraft(composer, summons, means.signal);
	}

	begin(): void {
		this.#dock.open();
		if (this.#hasBegun) return; // a gate that could not come is not called with every letter typed
		this.#hasBegun = true;
		this.#entrance.open();
		void this.#summons.summon(null).catch(() => undefined); // the dock says so
	}

	stay(): void {
		this.#dock.stay();
	}

	take(taken: TakenFiles): void {
		if (this.#holds()) this.#draft.take(taken);
	}

	mayGo(what: WayOut["what"], again: () => void): boolean {
		return this.#holds() && this.#draft.mayGo(what, again);
	}

	async judges(files: readonly File[]): Promise<boolean> {
		return this.#holds() && this.#draft.judges(files);
	}

	async mayLeave(lines: readonly string[]): Promise<boolean> {
		if (!this.#holds()) return false;
		await this.#summons.summon(null);
		const gate = this.#gate;
		if (gate === null) return false;
		await gate.learnRules();
		const allowed = gate.mayLeave(lines);
		if (!allowed) this.#draft.mayGo("text", () => undefined); // says why, where the words stand in the letter
		return allowed;
	}

	/** False once the extension behind this page is gone: nothing passes any more, and one sentence says why. */
	#holds(): boolean {
		if (isAlive()) return true;
		this.#entrance.refuse(() => window.location.reload());
		return false;
	}

	async #bring(forFile: boolean): Promise<ComposeGate> {
		if (!isAlive()) throw new Error("the extension is gone");
		const further: FurtherParts = { rules: partOfPage(...RULES), panel: partOfPage(...PANEL) };
		// a file is judged and spoken of at once: what will be asked for comes meanwhile
		for (const next of forFile ? [further.rules, further.panel] : []) void next.load().catch(() => undefined);
		const [settings, { openCompose }] = await Promise.all([
			ask("settings", null),
			partOfPage<typeof import("../../parts/compose.ts")>(...COMPOSE).load(),
		]);
		if (settings === null) throw new Error("nobody has set the extension up");
		this.#words.speak(settings.language);
		this.#means.generic.mayAsk = settings.mayAskAboutUnreadable;
		const { signal, unseen } = this.#means;
		const page = { words: this.#words, unseen, place: this.#dock.place, shade, isAlive, signal };
		this.#gate = await openCompose(this.#draft, settings, page, further);
		return this.#gate;
	}
}
