// Who of "Nơi nhận" is missing: offered in one click, or asked about with a click for each candidate. Nothing is guessed.

import type { MissingRecipient, RecipientMatch, RecipientMemory, RecipientQuestion } from "../../core/index.ts";
import type { Texts } from "../texts.ts";
import { alertOf, type PanelAlert, type PanelButton } from "./panel_view.ts";
import type { Change } from "./recipient_choices.ts";

const MOST_LINES = 12; // of a group with a hundred members
const MOST_CANDIDATES = 12;
const WORTH_SAYING = new Set(["FORMER_NAME", "SUCCESSOR", "SPELLING", "OWN_SURROUNDINGS", "REMEMBERED", "ACRONYM"]);

export interface MissingWays {
	readonly add: (addresses: readonly string[]) => void;
	readonly choose: (question: RecipientQuestion, addresses: readonly string[]) => void;
	readonly forget: (memory: RecipientMemory) => void;
}

export function missingAlerts(
	texts: Texts,
	missing: readonly MissingRecipient[],
	memories: readonly RecipientMemory[],
	ways: MissingWays,
): PanelAlert[] {
	const questions = missing.flatMap((one) => (one.kind === "question" ? [one.question] : []));
	const others = missing.filter((one) => one.kind !== "question");
	return [
		...(others.length === 0 ? [] : [missingAlert(texts, others, memories, ways)]),
		...questions.map((question) => questionAlert(texts, question, ways)),
	];
}

function missingAlert(
	texts: Texts,
	missing: readonly MissingRecipient[],
	memories: readonly RecipientMemory[],
	ways: MissingWays,
): PanelAlert {
	const known = missing.flatMap((one) => (one.kind === "agency" ? [one.match.address] : []));
	const followed = missing.some((one) => one.kind === "agency" && one.match.reason === "REMEMBERED") ? memories : [];
	const lines = missing.slice(0, MOST_LINES).map((one) => missingLine(texts, one, followed));
	const more = missing.length - lines.length;
	return alertOf({
		id: "missing",
		tone: "hint",
		title: texts("missing.title", { count: missing.length }),
		paragraphs: more > 0 ? [...lines, texts("missing.more", { count: more })] : lines,
		facts: [texts("missing.source")],
		buttons: [
			...(known.length === 0
				? []
				: [{ label: texts("missing.add", { count: known.length }), main: true, press: () => ways.add(known) }]),
			...followed.map((memory) => ({
				label: texts("missing.ask_again", { text: memory.text }),
				press: () => ways.forget(memory),
			})),
		],
	});
}

function missingLine(texts: Texts, missing: MissingRecipient, followed: readonly RecipientMemory[]): string {
	if (missing.kind !== "agency") {
		const { text, reason, agency } = missing.kind === "nobody" ? missing.blank : { ...missing.question, agency: null };
		return texts("missing.nobody", { text: agency?.name ?? text, why: texts(`recipients.${reason}`) });
	}
	const line = texts("missing.line", { name: missing.match.agencyName, address: missing.match.address });
	if (!WORTH_SAYING.has(missing.match.reason)) return line;
	return texts("missing.because", { line, why: whyOf(texts, missing.match, missing.text, followed) });
}

function whyOf(texts: Texts, match: RecipientMatch, text: string, followed: readonly RecipientMemory[]): string {
	const why = texts(`recipients.${match.reason}`);
	if (match.predecessor !== null) return texts("recipients.of", { why, name: match.predecessor.name });
	const memory = match.reason === "REMEMBERED" ? followed[0] : undefined;
	if (memory !== undefined) return texts("recipients.of", { why, name: memory.chosenBy });
	return texts("recipients.written", { why, text });
}

function questionAlert(texts: Texts, question: RecipientQuestion, ways: MissingWays): PanelAlert {
	const { text, reason, candidates, predecessor } = question;
	const why = texts(`recipients.${reason}`);
	const shown = candidates.slice(0, MOST_CANDIDATES);
	const every = candidates.map(({ address }) => address);
	const one = shown.map(
		({ agencyName, address }): PanelButton => ({
			label: agencyName,
			description: texts("missing.choice", { name: agencyName, address }),
			press: () => ways.choose(question, [address]),
		}),
	);
	const all: PanelButton = {
		label: texts("missing.choose_all", { count: candidates.length }),
		press: () => ways.choose(question, every),
	};
	return alertOf({
		id: `question ${text}`,
		tone: "hint",
		title: texts("missing.question", { text }),
		paragraphs: [
			texts("missing.reason", {
				why: predecessor === null ? why : texts("recipients.of", { why, name: predecessor.name }),
			}),
		],
		facts: [texts("missing.not_guessed")],
		buttons: candidates.length > 1 && SEVERAL.has(reason) ? [...one, all] : one,
	});
}

/** Where more than one of the candidates may be meant. */
const SEVERAL = new Set(["SPLIT", "LATER", "EXCEPTIONS", "REMEMBERED_GONE"]);

/** Several people share the log-in: whose choice is it? */
export function whoChoosesAlert(
	texts: Texts,
	change: Change,
	people: readonly { readonly id: string; readonly name: string }[],
	ways: { readonly by: (person: string) => void; readonly leave: () => void },
): PanelAlert {
	const forget = change.codes.length === 0;
	return alertOf({
		id: `who chooses ${change.text}`,
		tone: "hint",
		title: texts(forget ? "choice.forget" : "choice.remember", { text: change.text }),
		paragraphs: [texts("choice.by_name")],
		buttons: [
			...people.map(
				({ id, name }): PanelButton => ({ label: texts("choice.person", { name }), press: () => ways.by(id) }),
			),
			{ label: texts("choice.leave"), press: ways.leave },
		],
	});
}
