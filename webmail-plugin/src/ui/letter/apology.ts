// The apology that goes to whoever wrote before the term ends: shown as it will be sent, before it is.

import { html, nothing, type TemplateResult } from "lit";
import type { ApologyDraftQuery } from "../../api/generated.ts";
import { dayText, type Texts } from "../texts.ts";

export type Apology = Extract<ApologyDraftQuery["apologyDraft"], { __typename: "ApologyDraft" }>;

/** @param reason its code, "" while none is chosen; @param day ISO date, "" for none */
export function apologyPreview(texts: Texts, apology: Apology, reason: string, day: string): TemplateResult {
	const mail = apologyMail(apology, reason, day);
	const { latestDay } = apology;
	return html`<div class="congvu-apology" aria-live="polite">
		${latestDay === null ? nothing : html`<p class="congvu-note">${texts("apology.latest", { day: dayText(latestDay) })}</p>`}
		<p class="congvu-note">${texts(mail === "" ? "apology.choose" : "apology.mail")}</p>
		${mail === "" ? nothing : html`<blockquote class="congvu-quote congvu-mail">${mail}</blockquote>`}
	</div>`;
}

/** The draft is written for the proposed day; the mail names the one that the clerk gives. "": not to be told yet. */
function apologyMail({ choices, newDay }: Apology, reason: string, day: string): string {
	const text = choices.find((choice) => choice.reason === reason)?.text ?? "";
	return day === "" ? "" : text.replaceAll(dayText(newDay), dayText(day));
}
