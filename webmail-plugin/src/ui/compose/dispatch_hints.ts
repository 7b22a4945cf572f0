// The duty to send, said quietly; and what can be done about it, in one click each. Nothing is added by itself.

import type { Bundle } from "../../core/index.ts";
import type { Texts } from "../texts.ts";
import type { DispatchList, DispatchState } from "./dispatch_list.ts";
import type { FileEntry } from "./file_entry.ts";
import { alertOf, type PanelAlert, type PanelChip } from "./panel_view.ts";
import { wordedHits } from "./rule_words.ts";

type Obligation = "mandatory" | "encouraged";

/** One for each duty that lies on a file of the letter. */
export function obligationChips(
	texts: Texts,
	bundle: Bundle | null,
	entries: readonly FileEntry[],
	dispatch: Pick<DispatchList, "state" | "isElsewhereOnly" | "elsewhere">,
	missing: number,
): PanelChip[] {
	const elsewhere = dispatch.elsewhere().map((one) => texts(`chip.elsewhere_${one.channel}`, { name: one.agencyName }));
	return (["mandatory", "encouraged"] as const).flatMap((obligation) => {
		const bound = entries.filter(({ finding }) => finding?.secrecy !== "marked" && finding?.obligation === obligation);
		if (bound.length === 0) return [];
		const suffix = dispatchText(texts, dispatch.state, missing);
		const others = elsewhere.length > 0 ? [texts("chip.elsewhere", { count: elsewhere.length })] : [];
		const duty = dispatch.isElsewhereOnly
			? [texts("chip.no_duty")]
			: [texts(`chip.${obligation}`), ...suffix, ...others];
		return [
			{
				id: obligation,
				text: duty.join(" · "),
				done: missing === 0 && (dispatch.state === "known" || dispatch.state === "none"),
				reasons: [...bound.flatMap((entry) => reasonsOf(texts, bundle, entry, obligation)), ...elsewhere],
			},
		];
	});
}

function dispatchText(texts: Texts, dispatch: DispatchState, missing: number): string[] {
	if (dispatch === "none") return [];
	if (dispatch !== "known") return [texts(`chip.${dispatch}`)];
	return [missing === 0 ? texts("chip.complete") : texts("chip.missing", { count: missing })];
}

function reasonsOf(texts: Texts, bundle: Bundle | null, entry: FileEntry, obligation: Obligation): string[] {
	if (entry.finding === null) return [];
	return wordedHits(texts, bundle, entry.finding, [obligation]).map(({ why, source }) =>
		texts("chip.why", { name: entry.name, why, source }),
	);
}

/** Papers of a kind that bears a number (NĐ 30/2020), without one. */
export function withoutNumber(bundle: Bundle | null, entries: readonly FileEntry[]): FileEntry[] {
	const numbered = new Set((bundle?.kinds ?? []).flatMap((kind) => (kind.abbreviations.length > 0 ? [kind.code] : [])));
	return entries.filter(({ finding }) => {
		if (finding === null || finding.secrecy === "marked") return false;
		const { kind, number } = finding.document;
		return kind !== null && number === null && numbered.has(kind);
	});
}

export function numberAlert(texts: Texts, entry: FileEntry, dismiss: () => void): PanelAlert {
	return alertOf({
		id: `number ${entry.id}`,
		tone: "hint",
		title: texts("number.title", { name: entry.name }),
		paragraphs: [texts("number.text")],
		buttons: [{ label: texts("button.understood"), press: dismiss }],
	});
}
