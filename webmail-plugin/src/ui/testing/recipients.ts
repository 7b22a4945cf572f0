// Entries of "Nơi nhận" as the backend answers them.

import type { ResolveRecipientsQuery } from "../../api/generated.ts";

export type AnsweredEntry = ResolveRecipientsQuery["resolveRecipients"][number];
export type AnsweredMatch = AnsweredEntry["matches"][number];

export function matchLike(
	agencyCode: string,
	agencyName: string,
	address: string,
	said: Partial<AnsweredMatch> = {},
): AnsweredMatch {
	const sure = { score: 1, reason: "EXACT_NAME", predecessor: null, channels: [] } as const;
	return { agencyCode, agencyName, address, ...sure, ...said };
}

/** Of agencies it is resolved, without any it is one nobody knows. */
export function entryLike(
	text: string,
	matches: readonly AnsweredMatch[] = [],
	said: Partial<AnsweredEntry> = {},
): AnsweredEntry {
	const isKnown = matches.length > 0 || said.internal === true || (said.questions ?? []).length > 0;
	const blanks = isKnown ? [] : [{ text, reason: "UNKNOWN" as const, agency: null }];
	const state = isKnown ? "RESOLVED" : "NOBODY";
	return { text, group: false, internal: false, state, matches, questions: [], blanks, memories: [], ...said };
}
