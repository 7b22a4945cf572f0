import { html, type TemplateResult } from "lit";
import type { Texts } from "../texts.ts";
import type { ActingPerson } from "./acting_person.ts";
import type { Desk } from "./letter_desk.ts";

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
