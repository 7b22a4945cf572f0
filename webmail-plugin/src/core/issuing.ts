// Who an issued paper goes to: its "Nơi nhận" as the directory resolved it, one line a recipient. Pure.
// Source: Chỉ thị, khoản 1 điểm j and e.

import { normaliseAddress } from "./addresses.ts";
import {
	type AskReason,
	type BlankReason,
	type Channel,
	channelOf,
	isOwnBusiness,
	type RecipientEntry,
	type RecipientMatch,
} from "./recipients.ts";
import type { DocumentForm } from "./verdict.ts";

export interface PlannedLine {
	/** Which line of "Nơi nhận", from 1. */
	readonly entry: number;
	readonly text: string;
	readonly recipientCode: string;
	/** Empty where the directory knows nobody; without a code where whom it knows has no mailbox. */
	readonly recipientName: string;
	readonly address: string;
	/** sure: taken · ask: the clerk looks first · nobody: the directory has no mailbox for it */
	readonly certainty: "sure" | "ask" | "nobody";
	/** The same number for all candidates of one question; null for what is settled. */
	readonly question: number | null;
	/** Why somebody has to look; null where nobody has. */
	readonly why: AskReason | BlankReason | null;
	readonly channel: Channel;
}

/** The lines to resolve: "Như trên" sends to those the paper is addressed to. */
export function entriesToResolve(paper: DocumentForm): readonly string[] {
	const asAbove = paper.noiNhan.some((entry) => /^[-–•*\s]*như trên/iu.test(entry.normalize("NFC")));
	return asAbove ? [...paper.kinhGui, ...paper.noiNhan] : paper.noiNhan;
}

/** Each agency once, in the order of the paper; "Lưu: VT" and the own agency are nobody's business. Who is only a
 *  candidate of a question stands there to be looked at, unless another line is sure of it.
 *  @param texts the entries as they were asked about, in the order of `resolved` */
export function planLines(
	texts: readonly string[],
	resolved: readonly RecipientEntry[],
	kind: string | null,
	ownAgency: string,
): readonly PlannedLine[] {
	const sure = new Set(resolved.flatMap((entry) => entry.matches.map((match) => match.agencyCode)));
	const seen = new Set<string>([ownAgency]);
	const first = ({ agencyCode }: RecipientMatch): boolean =>
		!seen.has(agencyCode) && seen.add(agencyCode) !== undefined;
	const line = (match: RecipientMatch) => ({
		recipientCode: match.agencyCode,
		recipientName: match.agencyName,
		address: normaliseAddress(match.address),
		channel: channelOf(match, kind),
	});
	let questions = 0;
	return resolved.flatMap((entry, index): PlannedLine[] => {
		const [number, text] = [index + 1, texts[index] ?? entry.text];
		const settled = { entry: number, text, certainty: "sure", question: null, why: null } as const;
		const asked = entry.questions.flatMap((question): PlannedLine[] => {
			if (question.candidates.length === 0) return [nobody(number, question.text, question.reason)];
			questions += 1;
			const open = { entry: number, text: question.text, certainty: "ask", question: questions } as const;
			return question.candidates
				.filter((match) => !sure.has(match.agencyCode) && first(match))
				.map((match) => ({ ...open, why: question.reason, ...line(match) }));
		});
		return [
			...entry.matches.filter(first).map((match) => ({ ...settled, ...line(match) })),
			...asked,
			...entry.blanks
				.filter((blank) => !isOwnBusiness(blank))
				.map((blank) => nobody(number, blank.text, blank.reason, blank.agency?.name)),
		];
	});
}

function nobody(entry: number, text: string, why: AskReason | BlankReason, recipientName = ""): PlannedLine {
	const none = { recipientCode: "", address: "", certainty: "nobody", question: null, channel: "MAIL" } as const;
	return { entry, text, why, recipientName, ...none };
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
