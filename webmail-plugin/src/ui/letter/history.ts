// What was noted about a letter, the latest first; each can be taken back, and that stays to be seen in the audit log.

import { html, type TemplateResult } from "lit";
import { dayText, momentText, type Texts } from "../texts.ts";
import { choiceWord } from "./deed_words.ts";
import type { NotedAct } from "./letter_desk.ts";

export function history(texts: Texts, acts: readonly NotedAct[], withdraw: (act: NotedAct) => void): TemplateResult {
	if (acts.length === 0) return html``;
	return html`<details class="congvu-history">
		<summary>${texts("letter.history", { count: acts.length })}</summary>
		<ul>${[...acts].reverse().map((act) => line(texts, act, withdraw))}</ul>
	</details>`;
}

/** Told by somebody else than this agency's people: not theirs to take back. */
const OF_OTHERS = new Set<NotedAct["act"]>(["TAKEN_OVER", "RECALLED", "REPLACED", "CORRECTED"]);

function line(texts: Texts, act: NotedAct, withdraw: (act: NotedAct) => void): TemplateResult {
	const what = texts(`done.${act.act}`);
	const label = texts("letter.withdraw");
	return html`<li>
		<span>${momentText(act.at)}: ${what}${said(texts, act)}. ${act.by ?? texts("letter.by_sender")}</span>
		${
			OF_OTHERS.has(act.act) || act.by === null
				? ""
				: html`<button type="button" class="btn btn-link btn-sm" aria-label=${`${label}: ${what}`}
					@click=${() => withdraw(act)}>${label}</button>`
		}
	</li>`;
}

function said(texts: Texts, { reason, channel, dueOn }: NotedAct): string {
	const words = [reason, channel].flatMap((code) => (code === "" ? [] : [choiceWord(texts, code)]));
	if (dueOn !== null) words.push(texts("letter.until", { day: dayText(dueOn) }));
	return words.length === 0 ? "" : ` (${words.join(", ")})`;
}
