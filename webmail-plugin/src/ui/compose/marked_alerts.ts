// What is said about a secrecy mark: what was seen, by what right it stops, and the lawful way (domain.md).

import type { Bundle, Finding } from "../../core/index.ts";
import type { Texts } from "../texts.ts";
import type { FileEntry } from "./file_entry.ts";
import type { TextTrouble } from "./letter_text.ts";
import { alertOf, type PanelAlert, type PanelButton } from "./panel_view.ts";
import { wordedHits } from "./rule_words.ts";

/** What an official can do about a marked file besides taking the lawful way. */
export interface MarkedFileWays {
	/** Show where two people enter a decision that lets it pass. */
	clear(): void;
	reportFalseAlarm(): void;
}

export function markedFileAlert(
	texts: Texts,
	bundle: Bundle | null,
	{ entry, finding }: { readonly entry: FileEntry; readonly finding: Finding },
	ways: MarkedFileWays,
): PanelAlert {
	const chosen = entry.place === "refused";
	const remove: PanelButton = chosen
		? { label: texts("button.understood"), press: entry.remove }
		: { label: texts("button.remove"), main: true, press: entry.remove };
	return alertOf({
		id: entry.id,
		tone: "stop",
		title: texts("marked.title", { name: entry.name }),
		paragraphs: [texts("marked.text"), texts(chosen ? "marked.local" : "marked.attached")],
		facts: [...factsOf(texts, bundle, finding), texts("marked.code", { code: finding.fingerprint })],
		steps: lawfulWay(texts),
		buttons: [
			remove,
			{ label: texts("marked.false_alarm"), press: () => ways.reportFalseAlarm() },
			{ label: texts("marked.cleared"), press: () => ways.clear() },
		],
	});
}

export function markedTextAlert(texts: Texts, bundle: Bundle | null, trouble: TextTrouble): PanelAlert {
	const { where, finding } = trouble;
	if (finding === null || where === "unreadable") {
		return alertOf({
			id: "text-unreadable",
			tone: "stop",
			title: texts("marked.unreadable_body"),
			paragraphs: [texts("marked.unreadable_body_text")],
		});
	}
	return alertOf({
		id: `text-${where}`,
		tone: "stop",
		title: texts(`marked.${where}`),
		paragraphs: [texts(`marked.${where}_text`)],
		facts: factsOf(texts, bundle, finding),
		steps: lawfulWay(texts),
	});
}

export function lawfulWay(texts: Texts): PanelAlert["steps"] {
	return { title: texts("way.title"), lines: [texts("way.paper"), texts("way.cipher"), texts("way.ask")] };
}

function factsOf(texts: Texts, bundle: Bundle | null, finding: Finding): string[] {
	return wordedHits(texts, bundle, finding, ["mark"]).flatMap(({ rule, place, source }) => [
		texts("where.found", { rule }) + (place === "" ? "" : ` · ${texts("where.place", { place })}`),
		texts("where.source", { source }),
	]);
}
