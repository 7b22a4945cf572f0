// Whom an entry of "Nơi nhận" means, chosen once: remembered by name for the whole agency, until it is taken back.
// A log-in that several share says who chooses; one that may not choose for its agency chooses for this letter only.

import type { Asks } from "../../api/backend.ts";
import {
	ForgetRecipientsOperation,
	MeOperation,
	type MeQuery,
	RememberRecipientsOperation,
} from "../../api/generated.ts";
import type { RecipientQuestion } from "../../core/index.ts";
import type { Person } from "./declarations.ts";

/** `codes`: the agencies chosen; none: what was chosen before is taken back. */
export interface Change {
	readonly text: string;
	readonly codes: readonly string[];
}

/** kept: for the agency · away: the backend did not answer · own: it counts for this letter only */
export type ChangeOutcome = "kept" | "away" | "own";

type Me = MeQuery["me"];

export class RecipientChoices {
	readonly #backend: Asks;
	#me: Me | null = null;
	#waiting: readonly Change[] = [];

	constructor(backend: Asks) {
		this.#backend = backend;
	}

	/** Changes that wait for one of these people to put their name to them. */
	get waiting(): readonly Change[] {
		return this.#waiting;
	}

	get people(): readonly Person[] {
		return this.#me?.people ?? [];
	}

	/** Null while it waits for a name. */
	async begin(change: Change): Promise<ChangeOutcome | null> {
		try {
			this.#me ??= (await this.#backend.ask(MeOperation, {})).me;
		} catch {
			return "away";
		}
		const [only, ...others] = this.#me.people;
		if (only === undefined || this.#me.agency === null) return "own";
		if (others.length === 0) return this.#make(change, only.id, this.#me.agency.code);
		this.leave(change);
		this.#waiting = [...this.#waiting, change];
		return null;
	}

	async by(person: string, change: Change): Promise<ChangeOutcome> {
		const agency = this.#me?.agency?.code;
		this.leave(change);
		return agency === undefined ? "own" : this.#make(change, person, agency);
	}

	/** It counts for this letter only. */
	leave({ text }: Change): void {
		this.#waiting = this.#waiting.filter((one) => one.text !== text);
	}

	async #make({ text, codes }: Change, person: string, agency: string): Promise<ChangeOutcome> {
		try {
			const kept =
				codes.length > 0
					? (
							await this.#backend.ask(RememberRecipientsOperation, {
								agency,
								choice: { text, codes: [...codes], person },
							})
						).rememberRecipients
					: (await this.#backend.ask(ForgetRecipientsOperation, { agency, text, person })).forgetRecipients;
			return kept.__typename === "RecipientChoiceKept" ? "kept" : "own";
		} catch {
			return "away";
		}
	}
}

export function choiceOf(question: RecipientQuestion, addresses: readonly string[]): Change {
	const chosen = question.candidates.filter(({ address }) => addresses.includes(address));
	return { text: question.text, codes: [...new Set(chosen.map(({ agencyCode }) => agencyCode))] };
}
