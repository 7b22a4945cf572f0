// How a letter's due date was counted, in a sentence that is asked for when somebody wants to know.

import { html, type TemplateResult } from "lit";
import type { Texts } from "../texts.ts";

/** What was asked: null while nobody did; "" where it is not known. */
export type HowDue = string | null;

export function howDue(texts: Texts, said: HowDue, ask: () => void): TemplateResult {
	return html`<details class="congvu-how-due" @toggle=${(event: Event) => {
		if ((event.target as HTMLDetailsElement).open && said === null) ask();
	}}>
		<summary>${texts("letter.how_due")}</summary>
		<p class="congvu-note">${said === null ? texts("times.loading") : said || texts("times.letter_not_found")}</p>
	</details>`;
}
