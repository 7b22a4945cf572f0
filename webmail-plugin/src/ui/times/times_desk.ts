// What the view of response times asks the backend, and how its answers stand: expected refusals are data.

import type { Asks } from "../../api/backend.ts";
import {
	FigureAgenciesOperation,
	FigureLettersOperation,
	type FigureLettersQuery,
	type FigurePart,
	FiguresOperation,
	type FiguresQuery,
	OpenLettersOperation,
	type OpenLettersQuery,
	type SenderClass,
} from "../../api/generated.ts";
import { namedReceivers } from "../letter/letter_desk.ts";
import type { Language } from "../text_table.ts";

export type Agency = { readonly code: string; readonly name: string };
export type Times = FiguresQuery["responseTimes"];
export type Letters = OpenLettersQuery["openLetters"];
export type Behind = FigureLettersQuery["figureLetters"];

/** Everything the view shows of one agency. */
export interface Desk {
	readonly times: Times;
	readonly letters: Letters;
	/** Whether nobody opens what may be a denunciation or complaint; false where that is not for the log-in to know. */
	readonly lacksReceivers: boolean;
}

export interface Viewer {
	/** Those whose figures the log-in may have a right to, the own one first. */
	readonly agencies: readonly Agency[];
	readonly isAdministrator: boolean;
}

/** @throws BackendProblem */
export async function viewerOf(backend: Asks): Promise<Viewer> {
	const { me } = await backend.ask(FigureAgenciesOperation, {});
	const own = me.agency === null ? [] : [me.agency];
	const all = [...own, ...me.headOf, ...me.mailboxes.map(({ agency }) => agency), ...me.figuresOf];
	const agencies = [...new Map(all.map(({ code, name }) => [code, { code, name }])).values()];
	return { agencies, isAdministrator: me.roles.includes("IT_ADMIN") };
}

export interface Question {
	readonly agency: string;
	/** How many days back from `today`, in Vietnam. */
	readonly days: number;
	readonly today: Date;
	/** Of the explanations. */
	readonly language: Language;
}

/** @throws BackendProblem */
export async function deskOf(backend: Asks, question: Question): Promise<Desk> {
	const { agency, days, today } = question;
	const since = dateInVietnam(new Date(today.getTime() - days * 86_400_000));
	const language = question.language === "vi" ? "VI" : "EN";
	const [{ responseTimes }, { openLetters }, receivers] = await Promise.all([
		backend.ask(FiguresOperation, { agency, since, until: dateInVietnam(today), below: false, language }),
		backend.ask(OpenLettersOperation, { agency }),
		namedReceivers(backend, agency),
	]);
	return {
		times: responseTimes,
		letters: openLetters,
		lacksReceivers: receivers?.length === 0,
	};
}

/** One figure of one sender class, over the days it was counted for. */
export interface FigureAsked {
	readonly senderClass: SenderClass;
	readonly part: FigurePart;
}

/** The letters that a figure is made of. @throws BackendProblem */
export async function lettersBehind(
	backend: Asks,
	{ agency, since, until }: { readonly agency: Agency; readonly since: string; readonly until: string },
	asked: FigureAsked,
): Promise<Behind> {
	const variables = { agency: agency.code, since, until, ...asked };
	return (await backend.ask(FigureLettersOperation, variables)).figureLetters;
}

/** ISO date. */
function dateInVietnam(moment: Date): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(moment);
}
