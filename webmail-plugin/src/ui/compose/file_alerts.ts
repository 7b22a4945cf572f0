// What is said about files that could not be read, need a confirmation, or may not go to the people chosen.

import type { Bundle, Finding } from "../../core/index.ts";
import type { Texts } from "../texts.ts";
import type { Clearances } from "./clearances.ts";
import type { FileEntry } from "./file_entry.ts";
import type { WarnedText } from "./letter_text.ts";
import { alertOf, type PanelAlert, type PanelButton, type PanelChip } from "./panel_view.ts";
import { type WordedHit, warns, wordedHits } from "./rule_words.ts";

/** @param rules there are rules to judge by */
export function uncheckedAlert(texts: Texts, entry: FileEntry, rules: boolean): PanelAlert {
	const { retry } = entry;
	const chosen = entry.place === "refused";
	const why = chosen ? (rules ? "failed" : "no_bundle") : rules ? "unreachable" : "no_bundle_attached";
	const again: PanelButton[] = retry ? [{ label: texts("button.retry"), main: true, press: retry }] : [];
	return alertOf({
		id: entry.id,
		tone: "stop",
		title: texts("unchecked.title", { name: entry.name }),
		paragraphs: [texts(`unchecked.${why}`)],
		buttons: [...again, { label: texts("button.remove"), press: entry.remove }],
	});
}

/** @param away the backend cannot say who of them is an official */
/** @param people `unchecked`: whom the backend has not been able to say anything about */
export function outsideAlert(
	texts: Texts,
	entry: FileEntry,
	{ outside, unchecked }: { readonly outside: readonly string[]; readonly unchecked: readonly string[] },
	away: boolean,
): PanelAlert {
	const stamp = entry.finding?.secrecy === "uncertain";
	const title = outside.length > 0 || unchecked.length === 0 ? "outside.title" : "outside.unchecked_title";
	return alertOf({
		id: entry.id,
		tone: "stop",
		title: texts(title, { name: entry.name }),
		paragraphs: [
			stamp ? texts("outside.stamp") : texts("outside.text", { reason: reasonText(texts, entry.finding) }),
			...(outside.length > 0 ? [texts("outside.recipients", { addresses: outside.join(", ") })] : []),
			...(unchecked.length > 0 ? [texts("outside.unchecked", { addresses: unchecked.join(", ") })] : []),
			...(away ? [texts("outside.away")] : []),
		],
		buttons: [{ label: texts("button.remove"), press: entry.remove }],
	});
}

/** One for all the files that wait: they are confirmed in one dialog. */
export function confirmAlert(texts: Texts, entries: readonly FileEntry[], confirm: () => void): PanelAlert {
	const removals = entries.map(
		(entry): PanelButton => ({
			label: entries.length === 1 ? texts("button.remove") : texts("button.remove_named", { name: entry.name }),
			press: entry.remove,
		}),
	);
	const declarable = entries.some(({ finding }) => finding?.fingerprint !== "");
	const ask: PanelButton = { label: texts("button.confirm"), main: true, press: confirm };
	return alertOf({
		id: `confirm ${entries.map(({ id }) => id).join(" ")}`,
		tone: "ask",
		title: texts("ask.title", { count: entries.length }),
		paragraphs: [
			...entries.map((entry) => whyConfirm(texts, entry)),
			texts(entries.every(({ finding }) => finding?.secrecy === "restricted") ? "ask.restricted_text" : "ask.text"),
			...(entries.some(({ place }) => place === "body") ? [texts("ask.body")] : []),
		],
		buttons: [...(declarable ? [ask] : []), ...removals],
	});
}

/** A weak hint: yes takes the file out, no lets it go on. Nothing is recorded. */
export function hintAlert(texts: Texts, bundle: Bundle | null, entry: FileEntry, harmless: () => void): PanelAlert {
	const hits = entry.finding === null ? [] : wordedHits(texts, bundle, entry.finding, ["ask"]);
	const isWarned = entry.finding?.hits.some((hit) => warns(bundle, hit)) ?? false;
	return alertOf({
		id: `hint ${entry.id}`,
		tone: "ask",
		title: texts(isWarned ? "warned.file" : "hint.title", { name: entry.name }),
		paragraphs: isWarned ? [texts("warned.text"), ...hits.map(({ why }) => why)] : [texts("hint.text")],
		facts: hits.map((hit) => foundAt(texts, hit)),
		buttons: [
			{ label: texts(isWarned ? "warned.go_on" : "hint.no"), press: harmless },
			{ label: texts(isWarned ? "button.remove" : "hint.yes"), press: entry.remove },
		],
	});
}

/** The same of subject or body. */
export function warnedTextAlert(
	texts: Texts,
	bundle: Bundle | null,
	{ finding }: WarnedText,
	harmless: () => void,
): PanelAlert {
	const hits = wordedHits(texts, bundle, finding, ["ask"]);
	return alertOf({
		id: "warned text",
		tone: "ask",
		title: texts("warned.letter"),
		paragraphs: [texts("warned.text"), ...hits.map(({ why }) => why)],
		facts: hits.map((hit) => foundAt(texts, hit)),
		buttons: [{ label: texts("warned.go_on"), press: harmless }],
	});
}

function foundAt(texts: Texts, { rule, place }: Pick<WordedHit, "rule" | "place">): string {
	return place === "" ? rule : texts("hint.found", { rule, place });
}

export function whyConfirm(texts: Texts, { name, finding }: FileEntry): string {
	if (finding?.fingerprint === "") return texts("ask.no_fingerprint", { name });
	if (finding?.secrecy === "declassified") return texts("ask.declassified", { name });
	if (finding?.secrecy === "uncertain") return texts("ask.uncertain", { name });
	if (finding?.secrecy === "restricted" && finding.unreadableReason === null) return texts("ask.restricted", { name });
	return texts("ask.unreadable", { name, reason: reasonText(texts, finding) });
}

function reasonText(texts: Texts, finding: Finding | null): string {
	return texts(`reason.${finding?.unreadableReason ?? "corrupt"}`);
}

/** Files that carry a mark and may go by a decision: said, so that nobody wonders. */
export function clearedChips(texts: Texts, entries: readonly FileEntry[], clearances: Clearances): PanelChip[] {
	return entries.flatMap(({ id, name, finding }) => {
		const clearance = finding?.secrecy === "cleared" ? clearances.of(finding) : null;
		if (clearance === null) return [];
		const until = new Date(clearance.validUntil).toLocaleString(texts.language === "vi" ? "vi-VN" : "en-GB");
		const text = texts("cleared.text", { name, number: clearance.decisionNumber });
		return [{ id: `cleared ${id}`, text, done: true, reasons: [texts("cleared.until", { until })] }];
	});
}
