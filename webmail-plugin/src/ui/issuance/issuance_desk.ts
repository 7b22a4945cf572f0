// What the screens of issued papers ask the backend, and what they hand in; expected refusals are data.

import type { Asks } from "../../api/backend.ts";
import {
	ImportRegisterOperation,
	IssuedDocumentsOperation,
	type IssuedDocumentsQuery,
	type IssuedFactsFragment,
	type IssuedInput,
	MeOperation,
	NumberGapsOperation,
	type NumberGapsQuery,
	PublishLinkOperation,
	RecordIssuedOperation,
	ResolveRecipientsOperation,
	StateLineReasonOperation,
	StateRegisterReasonOperation,
	UnmailedPapersOperation,
	type UnmailedPapersQuery,
} from "../../api/generated.ts";
import type { RecipientEntry, RegisterRow } from "../../core/index.ts";
import type { Desk } from "../letter/letter_desk.ts";
import type { LineReason, PaperReason } from "./closed_lists.ts";
import type { Work } from "./known_work.ts";
import { workOf } from "./work.ts";

export type IssuedDocument = IssuedFactsFragment;
export type IssuedLine = IssuedDocument["lines"][number];
export type IssuedDocuments = Extract<IssuedDocumentsQuery["issuedDocuments"], { __typename: "IssuedDocuments" }>;
export type UnmailedPaper = Extract<
	UnmailedPapersQuery["unmailedPapers"],
	{ __typename: "UnmailedPapers" }
>["papers"][number];
export type NumberGap = Extract<NumberGapsQuery["numberGaps"], { __typename: "NumberGaps" }>["gaps"][number];
export type Refusal = "forbidden" | "gone" | "input";
export type Outcome<Value> = { readonly value: Value } | { readonly refused: Refusal };

export interface IssuanceDesk extends Desk {
	readonly work: Work;
	/** Numbers that are in no row are shown to the agency's own clerk alone. */
	readonly isClerk: boolean;
}

export interface Days {
	/** ISO dates, both included. */
	readonly since: string;
	readonly until: string;
}

/** Rows that go to the backend in one request: it takes no larger one than 256 kB. */
const ROWS_AT_ONCE_BYTES = 200_000;

/** @throws BackendProblem; so do all below */
export async function issuanceDeskOf(backend: Asks): Promise<IssuanceDesk> {
	const { me } = await backend.ask(MeOperation, {});
	return {
		agency: me.agency ?? me.mailboxes[0]?.agency ?? null,
		people: me.people,
		isNamedReceiver: false,
		work: workOf(me.roles),
		isClerk: me.roles.includes("CLERK"),
	};
}

/** @param issuedOn the paper's date (ISO), null where it says none */
export async function resolved(
	backend: Asks,
	entries: readonly string[],
	issuedOn: string | null,
): Promise<readonly RecipientEntry[]> {
	if (entries.length === 0) return [];
	return (await backend.ask(ResolveRecipientsOperation, { entries: [...entries], issuedOn })).resolveRecipients;
}

export async function recordIssued(
	backend: Asks,
	agency: string,
	document: IssuedInput,
	person: string,
): Promise<Outcome<IssuedDocument>> {
	const { recordIssued: noted } = await backend.ask(RecordIssuedOperation, { agency, document, person });
	return noted.__typename === "IssuedNoted" ? { value: noted.document } : { refused: refusalOf(noted.__typename) };
}

export async function issuedDocuments(backend: Asks, agency: string, days: Days): Promise<IssuedDocuments | null> {
	const { issuedDocuments: found } = await backend.ask(IssuedDocumentsOperation, { agency, ...days });
	return found.__typename === "IssuedDocuments" ? found : null;
}

export async function unmailedPapers(backend: Asks, agency: string, days: Days): Promise<readonly UnmailedPaper[]> {
	const { unmailedPapers: found } = await backend.ask(UnmailedPapersOperation, { agency, ...days });
	return found.__typename === "UnmailedPapers" ? found.papers : [];
}

export async function numberGaps(backend: Asks, agency: string, year: number): Promise<readonly NumberGap[]> {
	const { numberGaps: found } = await backend.ask(NumberGapsOperation, { agency, year });
	return found.__typename === "NumberGaps" ? found.gaps : [];
}

export async function stateLineReason(
	backend: Asks,
	agency: string,
	said: {
		readonly document: string;
		readonly lines: number[];
		readonly reason: LineReason | null;
		readonly person: string;
	},
): Promise<Outcome<IssuedDocument>> {
	const { stateLineReason: noted } = await backend.ask(StateLineReasonOperation, { agency, ...said });
	return noted.__typename === "IssuedNoted" ? { value: noted.document } : { refused: refusalOf(noted.__typename) };
}

export async function publishLink(
	backend: Asks,
	agency: string,
	said: { readonly document: string; readonly url: string; readonly person: string },
): Promise<Outcome<IssuedDocument>> {
	const { publishLink: noted } = await backend.ask(PublishLinkOperation, { agency, ...said });
	return noted.__typename === "IssuedNoted" ? { value: noted.document } : { refused: refusalOf(noted.__typename) };
}

export async function statePaperReason(
	backend: Asks,
	agency: string,
	said: {
		readonly issuedOn: string;
		readonly symbol: string;
		readonly reason: PaperReason | null;
		readonly person: string;
	},
): Promise<Refusal | null> {
	const { stateRegisterReason: noted } = await backend.ask(StateRegisterReasonOperation, { agency, ...said });
	return noted.__typename === "UnmailedPapers" ? null : refusalOf(noted.__typename);
}

export interface Taken {
	readonly rows: number;
	readonly fresh: number;
}

/** A register that is too large for one request goes in several; taking rows over again changes nothing. */
export async function importRegister(
	backend: Asks,
	agency: string,
	rows: readonly RegisterRow[],
	person: string,
): Promise<Outcome<Taken>> {
	let taken: Taken = { rows: 0, fresh: 0 };
	for (const portion of portionsOf(rows)) {
		const { importRegister: noted } = await backend.ask(ImportRegisterOperation, {
			agency,
			rows: portion.map((row) => ({ ...row, recipients: [...row.recipients] })),
			person,
		});
		if (noted.__typename !== "RegisterTaken") return { refused: refusalOf(noted.__typename) };
		taken = { rows: taken.rows + noted.rows, fresh: taken.fresh + noted.new };
	}
	return { value: taken };
}

export function portionsOf(rows: readonly RegisterRow[]): RegisterRow[][] {
	const portions: RegisterRow[][] = [];
	let size = ROWS_AT_ONCE_BYTES;
	for (const row of rows) {
		const bytes = new TextEncoder().encode(JSON.stringify(row)).length + 1;
		if (size + bytes > ROWS_AT_ONCE_BYTES) {
			portions.push([]);
			size = 0;
		}
		portions.at(-1)?.push(row);
		size += bytes;
	}
	return portions;
}

function refusalOf(typename: string | undefined): Refusal {
	if (typename === "InputError") return "input";
	return typename === "ForbiddenError" ? "forbidden" : "gone";
}
