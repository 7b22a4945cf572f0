// What the guard keeps in this browser (confirmations that stand, reports that wait, the agency it was told), one lot for
// each person: pages have the lot of whoever is signed in now, and what another page says of an earlier one is not heard.
//
// With signing out, and when somebody else signs in, a lot shrinks to what still waits for the backend; that is delivered
// when its own person is there again, and under no other name. What was found while nobody was signed in goes with
// whoever signs in next.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import type { Shelf } from "../shelf.ts";
import { deliver, joined, waitingOf } from "./waiting.ts";

type Items = Readonly<Record<string, string>>;

/** As a page has it. */
export interface Lot {
	/** A log-in; "" while it is not known who is signed in, if anybody. */
	readonly whose: string;
	readonly items: Items;
}

/** One thing that a page keeps, or (null) forgets. */
export interface Change {
	readonly whose: string;
	/** Which page says so. */
	readonly by: string;
	readonly name: string;
	readonly value: string | null;
}

export type News = { readonly lot: Lot } | { readonly change: Change };

interface Holder {
	readonly now: string;
	/** Whose lot still stands, should the same person sign in again. */
	readonly before: string;
}

const HOLDER = "gate.holder";
const NOBODY: Holder = { now: "", before: "" };

export class PersonKept {
	readonly #shelf: Shelf;
	readonly #tell: (news: News) => void;
	#turn: Promise<unknown> = Promise.resolve();

	/** @param tell reaches every page */
	constructor(shelf: Shelf, tell: (news: News) => void) {
		this.#shelf = shelf;
		this.#tell = tell;
	}

	lot(): Promise<Lot> {
		return this.#inTurn(() => this.#lot());
	}

	/** @returns what the page has to go by instead, where it is not that person's any more */
	keep(change: Change): Promise<Lot | null> {
		return this.#inTurn(async () => {
			const { whose, items } = await this.#lot();
			if (change.whose !== whose) return { whose, items };
			const { [change.name]: _, ...others } = items;
			await this.#write(whose, change.value === null ? others : { ...others, [change.name]: change.value });
			this.#tell({ change });
			return null;
		});
	}

	/** Somebody is about to sign in: nothing is anybody's until it is known who. */
	release(): Promise<void> {
		return this.#inTurn(async () => {
			const { now, before } = await this.#holder();
			await this.#hold({ now: "", before: now || before });
		});
	}

	/** @returns whether it is another person than before */
	begin(login: string): Promise<boolean> {
		return this.#inTurn(async () => {
			const { now, before } = await this.#holder();
			if (now === login) return false;
			const earlier = now || before;
			if (earlier !== "" && earlier !== login) await this.#write(earlier, waitingOf(await this.#items(earlier)));
			if (now === "") {
				await this.#write(login, joined(await this.#items(login), await this.#items("")));
				await this.#write("", {});
			}
			await this.#hold({ now: login, before: "" });
			return earlier !== login;
		});
	}

	/** The person goes: what waits is delivered while it can be. */
	end(backend: Asks | null): Promise<void> {
		return this.#inTurn(async () => {
			const { now, before } = await this.#holder();
			const waiting = waitingOf(await this.#items(now));
			const left = backend === null ? waiting : await deliver(waiting, backend);
			await this.#write(now, now === "" ? {} : left); // without a name it could only go under a wrong one
			if (before !== "") await this.#write(before, waitingOf(await this.#items(before)));
			await this.#hold(NOBODY);
		});
	}

	async #hold(holder: Holder): Promise<void> {
		await this.#shelf.set(HOLDER, holder);
		this.#tell({ lot: await this.#lot() });
	}

	async #holder(): Promise<Holder> {
		return ((await this.#shelf.get(HOLDER)) as Holder | undefined) ?? NOBODY;
	}

	async #lot(): Promise<Lot> {
		const { now } = await this.#holder();
		return { whose: now, items: await this.#items(now) };
	}

	async #items(login: string): Promise<Items> {
		return ((await this.#shelf.get(nameOf(login))) as Items | undefined) ?? {};
	}

	async #write(login: string, items: Items): Promise<void> {
		if (Object.keys(items).length === 0) await this.#shelf.remove(nameOf(login));
		else await this.#shelf.set(nameOf(login), items);
	}

	#inTurn<Answer>(act: () => Promise<Answer>): Promise<Answer> {
		const done = this.#turn.then(act);
		this.#turn = done.catch(() => undefined);
		return done;
	}
}

function nameOf(login: string): string {
	return `gate.of ${login}`;
}
