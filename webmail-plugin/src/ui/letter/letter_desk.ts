// What the panel asks the backend about one letter, and what it hands in; expected refusals are data.

import type { Asks } from "../../api/backend.ts";
import {
	type Act,
	ApologyDraftOperation,
	LetterActsOperation,
	type LetterActsQuery,
	LettersByMessageOperation,
	MattersOperation,
	type MattersQuery,
	MeOperation,
	type MeQuery,
	NamedReceiversOperation,
	NoteActOperation,
	OpenLettersOperation,
	ResolveRecipientsOperation,
	ShieldedLettersOperation,
} from "../../api/generated.ts";
import type { Apology } from "./apology.ts";
import type { Letter, Said } from "./deeds.ts";

export type Person = MeQuery["me"]["people"][number];
export type Matter = MattersQuery["matters"][number];
type History = Extract<LetterActsQuery["letterActs"], { __typename: "LetterActs" }>;
export type NotedAct = History["acts"][number];
export type LetterBox = History["boxes"][number];
export type Outcome = { readonly letter: Letter } | { readonly refused: "forbidden" | "gone" | "input" | "unseen" };

export interface Agency {
	readonly code: string;
	readonly name: string;
}

/** The agency whose letters a log-in may see, and the people who use it. */
export interface Desk {
	readonly agency: Agency | null;
	readonly people: readonly Person[];
	/** Only a named receiver says that the valid paper came, which starts a statutory term. */
	readonly isNamedReceiver: boolean;
}

export interface LetterFile {
	readonly letter: Letter;
	readonly acts: readonly NotedAct[];
	/** The agency's own boxes that did something with it. */
	readonly boxes: readonly LetterBox[];
	/** The letter is so old that what boxes did was deleted. */
	readonly boxesForgotten: boolean;
	readonly matters: readonly Matter[];
}

/** @throws BackendProblem */
export async function deskOf(backend: Asks): Promise<Desk> {
	const { me } = await backend.ask(MeOperation, {});
	const agency = me.agency ?? me.mailboxes[0]?.agency ?? null;
	return { agency, people: me.people, isNamedReceiver: me.roles.includes("NAMED_RECEIVER") };
}

/** Null where the message opened no letter, or it is not for this log-in. @throws BackendProblem */
export async function letterOf(backend: Asks, desk: Desk, messageId: string): Promise<LetterFile | null> {
	const agency = desk.agency?.code ?? "";
	const { lettersByMessage } = await backend.ask(LettersByMessageOperation, { agency, messageIds: [messageId] });
	const found = lettersByMessage.__typename === "Letters" ? lettersByMessage.letters[0] : undefined;
	const shielded = found === undefined && desk.isNamedReceiver ? await shieldedLetters(backend, agency) : null;
	const letter = found ?? shielded?.find((one) => one.messageId === messageId);
	return letter === undefined ? null : fileOf(backend, letter);
}

/** Null where they are not for this log-in. @throws BackendProblem */
export async function shieldedLetters(backend: Asks, agency: string): Promise<readonly Letter[] | null> {
	const { shieldedLetters } = await backend.ask(ShieldedLettersOperation, { agency });
	return shieldedLetters.__typename === "Letters" ? shieldedLetters.letters : null;
}

/** Who sees what is for the agency's named receivers, by name; null where that is not known. */
export async function namedReceivers(backend: Asks, agency: string): Promise<readonly string[] | null> {
	const { namedReceivers } = await backend.ask(NamedReceiversOperation, { agency });
	return namedReceivers.__typename === "NamedReceivers" ? namedReceivers.people.map(({ name }) => name) : null;
}

/** Null where the letter is not, or no longer, for this log-in. @throws BackendProblem */
export async function fileOf(backend: Asks, letter: Letter): Promise<LetterFile | null> {
	const [history, { matters }] = await Promise.all([historyOf(backend, letter.id), backend.ask(MattersOperation, {})]);
	if (history === null) return null;
	const { acts, boxes, boxesForgotten } = history;
	return { letter, acts, boxes, boxesForgotten, matters };
}

/** Null where the letter is not, or no longer, for this log-in. @throws BackendProblem */
export async function historyOf(backend: Asks, letter: string): Promise<History | null> {
	const { letterActs } = await backend.ask(LetterActsOperation, { letter });
	return letterActs.__typename === "LetterActs" ? letterActs : null;
}

export interface Deposit {
	readonly id: string;
	readonly letter: string;
	readonly act: Act;
	readonly person: string;
	readonly said: Said;
}

/** The same id again changes nothing. @throws BackendProblem */
export async function note(backend: Asks, { said, ...act }: Deposit): Promise<Outcome> {
	const { noteAct } = await backend.ask(NoteActOperation, { act: { ...said, ...act } });
	if (noteAct.__typename === "ActNoted") return { letter: noteAct.letter };
	if (noteAct.__typename === "InputError") {
		return { refused: noteAct.code === "no_named_receiver" ? "unseen" : "input" };
	}
	return { refused: noteAct.__typename === "ForbiddenError" ? "forbidden" : "gone" };
}

/** Agencies by what is typed of their name, without the own one. @throws BackendProblem */
export async function agenciesNamed(backend: Asks, name: string, own: string): Promise<readonly Agency[]> {
	const { resolveRecipients } = await backend.ask(ResolveRecipientsOperation, { entries: [name] });
	const named = resolveRecipients.flatMap(({ matches, questions }) => [...matches, ...questions.flatMap(candidatesOf)]);
	const matches = named.filter(({ agencyCode }) => agencyCode !== own);
	return [...new Map(matches.map((one) => [one.agencyCode, { code: one.agencyCode, name: one.agencyName }])).values()];
}

function candidatesOf<T>({ candidates }: { readonly candidates: readonly T[] }): readonly T[] {
	return candidates;
}

/** Null where there is none to be sent about this letter now. @throws BackendProblem */
export async function apologyFor(backend: Asks, letter: string): Promise<Apology | null> {
	const { apologyDraft } = await backend.ask(ApologyDraftOperation, { letter });
	return apologyDraft.__typename === "ApologyDraft" ? apologyDraft : null;
}

/** Other letters that await an answer: of the same sender, and of whom is typed, by code or address, for one person may
 *  write from two. @throws BackendProblem */
export async function othersOf(
	backend: Asks,
	agency: string,
	letter: Letter,
	typed: string,
): Promise<readonly Letter[]> {
	const { openLetters } = await backend.ask(OpenLettersOperation, { agency });
	if (openLetters.__typename !== "OpenLetters") return [];
	const others = openLetters.letters.filter(({ id }) => id !== letter.id);
	const wanted = typed.trim().toLowerCase();
	const isTyped = ({ senderClass, sender, referenceCode }: Letter) =>
		wanted !== "" &&
		senderClass !== "AGENCY" &&
		letter.senderClass !== "AGENCY" &&
		[sender, referenceCode].some((text) => text.toLowerCase().includes(wanted));
	const isOfSender = ({ sender }: Letter) => sender !== "" && sender === letter.sender;
	return others.filter((other) => isOfSender(other) || isTyped(other));
}

/** The client's own name of an act; crypto.randomUUID is missing where the webmail is served over plain http. */
export function newActId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
