// What an agency means by a line, chosen while a paper is issued: remembered for the agency by name, as in the compose
// panel, unless the clerk says otherwise; and what was chosen before, to be asked about again.

import { html, nothing, type TemplateResult } from "lit";
import type { Asks } from "../../api/backend.ts";
import { ForgetRecipientsOperation, RememberRecipientsOperation } from "../../api/generated.ts";
import type { RecipientEntry, RecipientMemory } from "../../core/index.ts";
import type { Change } from "../compose/recipient_choices.ts";
import type { Texts } from "../texts.ts";
import type { ChosenLine } from "./issue_draft.ts";

/** Of each question that is answered: the agencies chosen for its text. */
export function choicesOf(lines: readonly ChosenLine[]): Change[] {
	const chosen = new Map<number, { text: string; codes: string[] }>();
	for (const { question, text, sends, recipientCode } of lines) {
		if (question === null || !sends) continue;
		const choice = chosen.get(question) ?? { text, codes: [] };
		choice.codes.push(recipientCode);
		chosen.set(question, choice);
	}
	return [...chosen.values()];
}

/** Each once: several lines may follow one choice. */
export function memoriesOf(resolved: readonly RecipientEntry[]): RecipientMemory[] {
	return [...new Map(resolved.flatMap(({ memories }) => memories).map((one) => [one.text, one])).values()];
}

/** Whether every choice is kept; one that is not, counts for this paper only. */
export async function remember(
	backend: Asks,
	agency: string,
	choices: readonly Change[],
	person: string,
): Promise<boolean> {
	const kept = choices.map(async ({ text, codes }) => {
		const choice = { text, codes: [...codes], person };
		const { rememberRecipients } = await backend.ask(RememberRecipientsOperation, { agency, choice });
		return rememberRecipients.__typename === "RecipientChoiceKept";
	});
	const outcomes = await Promise.allSettled(kept);
	return outcomes.every((outcome) => outcome.status === "fulfilled" && outcome.value);
}

/** @throws BackendProblem */
export async function forget(backend: Asks, agency: string, text: string, person: string): Promise<boolean> {
	const { forgetRecipients } = await backend.ask(ForgetRecipientsOperation, { agency, text, person });
	return forgetRecipients.__typename === "RecipientChoiceKept";
}

export function rememberChoice(
	texts: Texts,
	lines: readonly ChosenLine[],
	wanted: boolean,
	change: (wanted: boolean) => void,
): TemplateResult | typeof nothing {
	const choices = choicesOf(lines);
	if (choices.length === 0) return nothing;
	const names = new Map(lines.map(({ recipientCode, recipientName }) => [recipientCode, recipientName]));
	const said = choices.map(({ text, codes }) =>
		texts("issue.remembered_as", { text, names: codes.map((code) => names.get(code) ?? code).join(", ") }),
	);
	return html`<label class="congvu-remember">
		<input type="checkbox" data-field="remember" .checked=${wanted}
			@change=${(event: Event) => change((event.target as HTMLInputElement).checked)}>
		<span>${texts("issue.remember")} <small>${said.join("; ")}</small></span>
	</label>`;
}

export function memoryList(
	texts: Texts,
	memories: readonly RecipientMemory[],
	ask: (memory: RecipientMemory) => void,
): TemplateResult | typeof nothing {
	if (memories.length === 0) return nothing;
	return html`<ul class="congvu-memories">${memories.map(
		(memory) => html`<li>${texts("issue.memory", { text: memory.text, name: memory.chosenBy })}
			<button type="button" class="btn btn-sm btn-link" @click=${() => ask(memory)}>${texts("missing.ask_again", { text: memory.text })}</button></li>`,
	)}</ul>`;
}
