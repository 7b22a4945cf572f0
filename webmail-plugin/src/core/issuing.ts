// Who an issued paper goes to: its "Nơi nhận" as the directory resolved it, one line a recipient. Pure.
// Source: Chỉ thị, khoản 1 điểm j and e.

import { normaliseAddress } from "./addresses.ts";
import { type Channel, channelOf, type RecipientEntry } from "./recipients.ts";
import type { DocumentForm } from "./verdict.ts";

/** At or above this a match is taken; below, the clerk is asked. */
const SURE = 0.9;

export interface PlannedLine {
	/** Which line of "Nơi nhận", from 1. */
	readonly entry: number;
	readonly text: string;
	readonly recipientCode: string;
	/** Empty where the directory knows nobody. */
	readonly recipientName: string;
	readonly address: string;
	/** sure: taken · ask: the clerk looks first · nobody: the directory has no mailbox for it */
	readonly certainty: "sure" | "ask" | "nobody";
	readonly channel: Channel;
}

/** The lines to resolve: "Như trên" sends to those the paper is addressed to. */
export function entriesToResolve(paper: DocumentForm): readonly string[] {
	const asAbove = paper.noiNhan.some((entry) => /^[-–•*\s]*như trên/iu.test(entry.normalize("NFC")));
	return asAbove ? [...paper.kinhGui, ...paper.noiNhan] : paper.noiNhan;
}

/** Each agency once, in the order of the paper; "Lưu: VT" and the own agency are nobody's business.
 *  @param texts the entries as they were asked about, in the order of `resolved` */
export function planLines(
	texts: readonly string[],
	resolved: readonly RecipientEntry[],
	kind: string | null,
	ownAgency: string,
): readonly PlannedLine[] {
	const seen = new Set<string>([ownAgency]);
	return resolved.flatMap((entry, index) => {
		if (entry.internal) return [];
		const of = { entry: index + 1, text: texts[index] ?? entry.text };
		const nobody = { recipientCode: "", recipientName: "", address: "", certainty: "nobody", channel: "MAIL" } as const;
		if (entry.matches.length === 0) return [{ ...of, ...nobody }];
		return entry.matches.flatMap((match): PlannedLine[] => {
			if (seen.has(match.agencyCode)) return [];
			seen.add(match.agencyCode);
			return [
				{
					...of,
					recipientCode: match.agencyCode,
					recipientName: match.agencyName,
					address: normaliseAddress(match.address),
					certainty: match.score >= SURE ? "sure" : "ask",
					channel: channelOf(match, kind),
				},
			];
		});
	});
}

/** How many pages a PDF says it has where it says so in plain; null else. The clerk corrects it. */
export function pagesOfPdf(content: Uint8Array): number | null {
	const text = new TextDecoder("latin1").decode(content);
	if (!text.startsWith("%PDF-")) return null;
	const trees = text.matchAll(
		/\/Type\s*\/Pages\b[^>]{0,300}?\/Count\s+(\d{1,5})|\/Count\s+(\d{1,5})[^>]{0,300}?\/Type\s*\/Pages\b/gu,
	);
	const counts = [...trees].map(([, after, before]) => Number(after ?? before));
	return counts.length > 0 ? Math.max(...counts) : null;
}
