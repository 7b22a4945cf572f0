// Who of "Nơi nhận" is not among To, Cc and Bcc. Source: Chỉ thị, khoản 1 điểm j.

import { normaliseAddress } from "./addresses.ts";
import type { WrittenBundle } from "./bundle.ts";
import type { Ring } from "./verdict.ts";

/** A line of "Nơi nhận" as the backend resolved it (GraphQL RecipientEntry). */
export interface RecipientEntry {
	readonly text: string;
	/** "Các sở, ban, ngành": many agencies behind one line. */
	readonly group: boolean;
	/** "Như trên", "Lưu: VT": nobody is asked for. */
	readonly internal: boolean;
	/** Who is meant, each of them asked for. */
	readonly matches: readonly RecipientMatch[];
	/** Parts of the line that somebody has to settle. */
	readonly questions: readonly RecipientQuestion[];
	/** Parts of the line nobody is mailed for. */
	readonly blanks: readonly RecipientBlank[];
	/** Choices made before that the matches follow. */
	readonly memories: readonly RecipientMemory[];
}

export interface RecipientMatch {
	readonly agencyName: string;
	readonly agencyCode: string;
	readonly address: string;
	readonly score: number;
	readonly reason: MatchReason;
	/** Whom the paper names, where this agency stands in for it. */
	readonly predecessor: { readonly name: string } | null;
	/** How papers reach it from the sender's agency; empty where mail carries them all. */
	readonly channels: readonly KindChannel[];
}

export interface RecipientQuestion {
	readonly text: string;
	readonly reason: AskReason;
	readonly predecessor: { readonly name: string } | null;
	/** The likeliest first. */
	readonly candidates: readonly RecipientMatch[];
}

export interface RecipientBlank {
	readonly text: string;
	readonly reason: BlankReason;
	readonly agency: { readonly name: string } | null;
}

export interface RecipientMemory {
	readonly text: string;
	readonly chosenBy: string;
	readonly chosenAt: string;
}

export type MatchReason =
	| "EXACT_NAME"
	| "FORMER_NAME"
	| "ACRONYM"
	| "WITHOUT_ACCENTS"
	| "SPELLING"
	| "SHORT_NAME"
	| "GROUP"
	| "SUCCESSOR"
	| "OWN_SURROUNDINGS"
	| "AS_ADDRESSED"
	| "REMEMBERED";

export type AskReason =
	| "SAME_NAME"
	| "CONFUSABLE"
	| "TYPE_MISSING"
	| "SPLIT"
	| "LATER"
	| "PLACE"
	| "EXCEPTIONS"
	| "REMEMBERED_GONE";

export type BlankReason =
	| "FILE"
	| "AS_ABOVE"
	| "ARTICLE"
	| "OWN_LEADERS"
	| "ELSEWHERE"
	| "UNKNOWN"
	| "UNKNOWN_GROUP"
	| "ENDED"
	| "NO_MAILBOX";

/** Of the paper itself or of its own house: nothing is missing. */
const OWN_BUSINESS: ReadonlySet<BlankReason> = new Set(["FILE", "AS_ABOVE", "ARTICLE", "OWN_LEADERS"]);

export function isOwnBusiness({ reason }: RecipientBlank): boolean {
	return OWN_BUSINESS.has(reason);
}

export type Channel = "MAIL" | "SYSTEM" | "PAPER";

export interface KindChannel {
	/** Code of a document kind; null for every kind that has no entry of its own. */
	readonly kind: string | null;
	readonly channel: Channel;
}

/** A recipient that takes papers of this kind by something else than mail: to mail them is no duty. */
export interface ElsewhereRecipient {
	readonly agencyName: string;
	readonly channel: Exclude<Channel, "MAIL">;
}

/** By which channel a paper of this kind reaches a recipient (Chỉ thị, khoản 1 điểm e). */
export function channelOf(match: Pick<RecipientMatch, "channels">, kind: string | null): Channel {
	const own = match.channels.find((one) => one.kind !== null && one.kind === kind);
	return (own ?? match.channels.find((one) => one.kind === null))?.channel ?? "MAIL";
}

/** An entry of a paper of this kind, split: what mail carries, and those who take it by another channel. An entry of
 *  which nothing is left asks for nobody. */
export function byChannel(
	entry: RecipientEntry,
	kind: string | null,
): { readonly mailed: RecipientEntry | null; readonly elsewhere: readonly ElsewhereRecipient[] } {
	if (entry.internal) return { mailed: entry, elsewhere: [] };
	const elsewhere = entry.matches.flatMap((match) => {
		const channel = channelOf(match, kind);
		return channel === "MAIL" ? [] : [{ agencyName: match.agencyName, channel }];
	});
	if (elsewhere.length === 0) return { mailed: entry, elsewhere };
	const left = entry.matches.filter((match) => channelOf(match, kind) === "MAIL");
	const isNothing = left.length === 0 && entry.questions.length === 0;
	return { mailed: isNothing ? null : { ...entry, matches: left }, elsewhere };
}

/** Somebody on the paper that no address in To, Cc or Bcc answers: an agency, a question, or a part nobody is known for. */
export type MissingRecipient =
	| { readonly kind: "agency"; readonly text: string; readonly match: RecipientMatch }
	| { readonly kind: "question"; readonly text: string; readonly question: RecipientQuestion }
	| { readonly kind: "nobody"; readonly text: string; readonly blank: RecipientBlank };

/** Which resolved entries are missing among the addresses of To, Cc and Bcc, in the order of the paper. */
export function missingRecipients(
	entries: readonly RecipientEntry[],
	present: readonly string[],
): readonly MissingRecipient[] {
	const written = new Set(present.map(normaliseAddress));
	const asked = entries.filter((entry) => !entry.internal);
	return once(asked.flatMap((entry) => missingOf(entry, written)));
}

/** An agency is answered by any of its boxes, a question by any of its candidates. */
function missingOf(entry: RecipientEntry, written: ReadonlySet<string>): MissingRecipient[] {
	const { text } = entry;
	const answered = new Set(entry.matches.filter((match) => isWritten(match, written)).map((match) => match.agencyCode));
	const agencies = new Map<string, RecipientMatch>();
	for (const match of entry.matches) {
		if (!answered.has(match.agencyCode) && !agencies.has(match.agencyCode)) agencies.set(match.agencyCode, match);
	}
	const open = entry.questions.filter(({ candidates }) => !candidates.some((one) => isWritten(one, written)));
	const nobody = entry.blanks.filter((blank) => !isOwnBusiness(blank));
	return [
		...[...agencies.values()].map((match): MissingRecipient => ({ kind: "agency", text, match })),
		...open.map((question): MissingRecipient => ({ kind: "question", text, question })),
		...nobody.map((blank): MissingRecipient => ({ kind: "nobody", text, blank })),
	];
}

function isWritten(match: RecipientMatch, written: ReadonlySet<string>): boolean {
	return written.has(normaliseAddress(match.address));
}

/** An agency named by its own line and by a group's is offered once; so is what nobody is known for. */
function once(missing: readonly MissingRecipient[]): MissingRecipient[] {
	const seen = new Set<string>();
	return missing.filter((one) => {
		const key = keyOf(one);
		return !seen.has(key) && seen.add(key) !== undefined;
	});
}

function keyOf(missing: MissingRecipient): string {
	if (missing.kind === "agency") return normaliseAddress(missing.match.address);
	return `${missing.kind} ${missing.kind === "question" ? missing.question.text : missing.blank.text}`;
}

/** `province` by the bundle's domains and their subdomains, else `other`: only the backend knows `official`. */
export function ringOfAddress(bundle: Pick<WrittenBundle, "province">, address: string): Ring {
	const domain = normaliseAddress(address).split("@")[1] ?? "";
	const inside = bundle.province.domains.some((own) => domain === own || domain.endsWith(`.${own}`));
	return inside ? "province" : "other";
}
