// How far a letter came, recipient by recipient. A state is called what it is: what lies in a mailbox is not read.

import { html, nothing, type TemplateResult } from "lit";
import { momentText, type Texts } from "../texts.ts";
import type { SentLetter } from "./sent_desk.ts";

type Recipient = SentLetter["recipients"][number];
type Step = Recipient["steps"][number];

export function ways(texts: Texts, { recipients }: SentLetter): TemplateResult {
	return html`
		<ul class="congvu-ways">${recipients.map((recipient) => way(texts, recipient))}</ul>
		<p class="congvu-note">${texts("sent.note")}</p>
	`;
}

function way(texts: Texts, { name, agencyCode, steps, replacement }: Recipient): TemplateResult {
	const last = steps.at(-1);
	const earlier = steps.slice(0, -1).reverse();
	return html`<li data-state=${last?.state ?? ""}>
		<strong>${name}</strong> ${agencyCode === "" ? html`<small>(${texts("sent.outside")})</small>` : nothing}
		<span class="congvu-state">${last === undefined ? texts("sent.nothing") : stepWords(texts, last)}</span>
		${replacement === null ? nothing : html`<span class="congvu-replacement" data-sent=${replacement.isSent}>${replacementWords(texts, replacement)}</span>`}
		${
			earlier.length === 0
				? nothing
				: html`<details><summary>${texts("sent.history")}</summary>
					<ol reversed>${earlier.map((step) => html`<li>${stepWords(texts, step)}</li>`)}</ol>
				</details>`
		}
	</li>`;
}

/** Where the new paper is for whom has the old one; it is not said to be where it was not sent. */
function replacementWords(texts: Texts, { isSent, steps }: NonNullable<Recipient["replacement"]>): string {
	if (!isSent) return texts("sent.replacement_not_sent");
	const last = steps.at(-1);
	const words = last === undefined ? texts("sent.nothing") : stepWords(texts, last);
	return texts("sent.replacement", { words });
}

function stepWords(texts: Texts, { state, at }: Step): string {
	return texts("sent.at", { words: texts(`way.${state}`), at: momentText(at) });
}
