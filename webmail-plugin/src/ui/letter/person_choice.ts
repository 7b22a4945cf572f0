// By whose name something is noted: every panel asks the same way, and does nothing without one.

import { html, type TemplateResult } from "lit";
import { problemOf } from "../../api/problems.ts";
import type { Texts } from "../texts.ts";
import type { ActingPerson } from "./acting_person.ts";
import type { Desk, Person } from "./letter_desk.ts";

interface Chosen {
	readonly texts: Texts;
	readonly desk: Desk;
	readonly person: ActingPerson;
}

/** Who acts: told where there is one, chosen where several share the log-in. */
export function whoActs({ texts, desk, person }: Chosen, changed: () => void): TemplateResult {
	const { people } = desk;
	const chosen = person.among(people);
	if (people.length === 0) return html`<span class="congvu-who">${texts("letter.nobody")}</span>`;
	if (people.length === 1)
		return html`<span class="congvu-who">${texts("letter.by", { person: chosen?.name ?? "" })}</span>`;
	const choose = (event: Event) => {
		person.choose((event.target as HTMLSelectElement).value);
		changed();
	};
	return html`<label class="congvu-who">${texts("letter.person")}
		<select class="form-control custom-select custom-select-sm" @change=${choose}>
			<option value="">${texts("letter.who")}</option>
			${people.map(({ id, name, post }) => {
				const words = post === "" ? name : `${name} (${post})`;
				return html`<option value=${id} ?selected=${id === chosen?.id}>${words}</option>`;
			})}
		</select>
	</label>`;
}

/** A panel that notes things: it shows a message, and whether it is busy. */
interface NotingPanel extends Element {
	message: string;
	busy: boolean;
}

/** Null, and said so where the name is chosen, while nobody is chosen. */
export function nameFor(panel: NotingPanel, { texts, desk, person }: Chosen): Person | null {
	const by = person.among(desk.people);
	if (by === null) {
		panel.message = texts(desk.people.length === 0 ? "letter.nobody" : "letter.choose_person");
		panel.querySelector<HTMLElement>(".congvu-who select")?.focus();
	}
	return by;
}

/** Hand something in; what came of it, or why nothing did, is the panel's message. */
export async function handIn(panel: NotingPanel, texts: Texts, act: () => Promise<string>): Promise<void> {
	panel.busy = true;
	panel.message = texts("letter.noting");
	try {
		panel.message = await act();
	} catch (error) {
		panel.message = texts(`times.${problemOf(error).kind}`);
	} finally {
		panel.busy = false;
	}
}
