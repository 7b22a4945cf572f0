// What the view of response times asks the backend, and how its answers stand: expected refusals are data.

import type { Asks } from "../../api/backend.ts";
import {
	GateDifferencesOperation,
	type GateDifferencesQuery,
	LetterClockOperation,
	type LetterClockQuery,
	MeOperation,
	OpenLettersOperation,
	type OpenLettersQuery,
	ResponseTimesOperation,
	type ResponseTimesQuery,
} from "../../api/generated.ts";

export type Agency = { readonly code: string; readonly name: string };
export type Times = ResponseTimesQuery["responseTimes"];
export type Letters = OpenLettersQuery["openLetters"];
export type Differences = GateDifferencesQuery["gateDifferences"];
export type Clock = LetterClockQuery["letterClock"];

/** Everything the view shows of one agency. */
export interface Desk {
	readonly times: Times;
	readonly letters: Letters;
	readonly differences: Differences;
}

/** Agencies whose figures the log-in may have a right to, the own one first. */
export async function agenciesOf(backend: Asks): Promise<readonly Agency[]> {
	const { me } = await backend.ask(MeOperation, {});
	const all = [...(me.agency === null ? [] : [me.agency]), ...me.headOf, ...me.mailboxes.map(({ agency }) => agency)];
	return [...new Map(all.map(({ code, name }) => [code, { code, name }])).values()];
}

/** @param days how many days back from today, in Vietnam. @throws BackendProblem */
export async function deskOf(backend: Asks, agency: string, days: number, today: Date): Promise<Desk> {
	const since = dateInVietnam(new Date(today.getTime() - days * 86_400_000));
	const [{ responseTimes }, { openLetters }, { gateDifferences }] = await Promise.all([
		backend.ask(ResponseTimesOperation, { agency, since, until: dateInVietnam(today) }),
		backend.ask(OpenLettersOperation, { agency }),
		backend.ask(GateDifferencesOperation, { agency }),
	]);
	return { times: responseTimes, letters: openLetters, differences: gateDifferences };
}

/** @throws BackendProblem */
export async function clockOf(backend: Asks, letter: string): Promise<Clock> {
	return (await backend.ask(LetterClockOperation, { letter })).letterClock;
}

/** ISO date. */
function dateInVietnam(moment: Date): string {
	return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(moment);
}
