// Who of "Nơi nhận" is not among To, Cc and Bcc. Source: Chỉ thị, khoản 1 điểm j.

import { normaliseAddress } from "./addresses.ts";
import type { WrittenBundle } from "./bundle.ts";
import type { Ring } from "./verdict.ts";

/** A line of "Nơi nhận" as the backend resolved it (GraphQL RecipientEntry). */
export interface RecipientEntry {
	readonly text: string;
	/** "Các sở, ban, ngành": many agencies behind one line, each of them asked for. */
	readonly group: boolean;
	/** "Như trên", "Lưu: VT": nobody is asked for. */
	readonly internal: boolean;
	/** Of a group its members; else candidates, of which the best counts. */
	readonly matches: readonly RecipientMatch[];
}

export interface RecipientMatch {
	readonly agencyName: string;
	readonly agencyCode: string;
	readonly address: string;
	readonly score: number;
	/** How papers reach it from the sender's agency; empty where mail carries them all. */
	readonly channels: readonly KindChannel[];
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

/** An entry of a paper of this kind, split: what mail carries, and those who take it by another channel. An entry whose
 *  best match is one of those asks for nobody. */
export function byChannel(
	entry: RecipientEntry,
	kind: string | null,
): { readonly mailed: RecipientEntry | null; readonly elsewhere: readonly ElsewhereRecipient[] } {
	if (entry.internal) return { mailed: entry, elsewhere: [] };
	const meant = entry.group ? entry.matches : bestMatches(entry.matches);
	const elsewhere = meant.flatMap((match) => {
		const channel = channelOf(match, kind);
		return channel === "MAIL" ? [] : [{ agencyName: match.agencyName, channel }];
	});
	if (elsewhere.length === 0) return { mailed: entry, elsewhere };
	const left = meant.filter((match) => channelOf(match, kind) === "MAIL");
	return { mailed: left.length === 0 ? null : { ...entry, matches: left }, elsewhere };
}

/** An entry that no address in To, Cc or Bcc answers. `address` is null when the directory knows none (offer
 *  nothing) or several equally good ones (offer `choices`). */
export interface MissingRecipient {
	readonly text: string;
	readonly agencyName: string | null;
	readonly address: string | null;
	readonly choices: readonly RecipientMatch[];
}

/** Which resolved entries are missing among the addresses of To, Cc and Bcc, in the order of the paper. */
export function missingRecipients(
	entries: readonly RecipientEntry[],
	present: readonly string[],
): readonly MissingRecipient[] {
	const written = new Set(present.map(normaliseAddress));
	const asked = entries.filter((entry) => !entry.internal);
	return once(asked.flatMap((entry) => (entry.group ? missingOfGroup(entry, written) : missingOfOne(entry, written))));
}

function missingOfGroup(entry: RecipientEntry, written: ReadonlySet<string>): MissingRecipient[] {
	if (entry.matches.length === 0) return [unknown(entry)];
	const answered = new Set(entry.matches.filter((match) => isWritten(match, written)).map((match) => match.agencyCode));
	const firstOfAgency = new Map<string, RecipientMatch>();
	for (const match of entry.matches) {
		if (!firstOfAgency.has(match.agencyCode)) firstOfAgency.set(match.agencyCode, match);
	}
	return [...firstOfAgency.values()].filter((match) => !answered.has(match.agencyCode)).map((m) => offered(entry, m));
}

function missingOfOne(entry: RecipientEntry, written: ReadonlySet<string>): MissingRecipient[] {
	const best = bestMatches(entry.matches);
	if (best.some((match) => isWritten(match, written))) return [];
	const [first] = best;
	if (first === undefined) return [unknown(entry)];
	const oneAgency = best.every((match) => match.agencyCode === first.agencyCode);
	return [oneAgency ? offered(entry, first) : { ...unknown(entry), choices: best }];
}

/** The candidates with the highest score, with every other box of those agencies. */
function bestMatches(matches: readonly RecipientMatch[]): RecipientMatch[] {
	const highest = Math.max(...matches.map((match) => match.score));
	const agencies = new Set(matches.filter((match) => match.score === highest).map((match) => match.agencyCode));
	return matches.filter((match) => agencies.has(match.agencyCode)).sort((a, b) => b.score - a.score);
}

function isWritten(match: RecipientMatch, written: ReadonlySet<string>): boolean {
	return written.has(normaliseAddress(match.address));
}

function offered(entry: RecipientEntry, match: RecipientMatch): MissingRecipient {
	return { text: entry.text, agencyName: match.agencyName, address: normaliseAddress(match.address), choices: [] };
}

function unknown(entry: RecipientEntry): MissingRecipient {
	return { text: entry.text, agencyName: null, address: null, choices: [] };
}

/** An agency named by its own line and by a group's is offered once. */
function once(missing: readonly MissingRecipient[]): MissingRecipient[] {
	const seen = new Set<string>();
	return missing.filter(({ address }) => {
		if (address === null) return true;
		if (seen.has(address)) return false;
		seen.add(address);
		return true;
	});
}

/** `province` by the bundle's domains and their subdomains, else `other`: only the backend knows `official`. */
export function ringOfAddress(bundle: Pick<WrittenBundle, "province">, address: string): Ring {
	const domain = normaliseAddress(address).split("@")[1] ?? "";
	const inside = bundle.province.domains.some((own) => domain === own || domain.endsWith(`.${own}`));
	return inside ? "province" : "other";
}
