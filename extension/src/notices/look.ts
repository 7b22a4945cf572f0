// What the background looks for every few minutes: news of the agency's box, the check that is due, letters due. It wakes
// by an alarm, asks, tells, and is gone again; what it told is kept.

import { browser } from "wxt/browser";
import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import { AgencyNewsOperation, type AgencyNewsQuery } from "../../../webmail-plugin/src/api/generated.ts";
import { checksOfToday, followedBoxes } from "../checks/day.ts";
import { dueLetters } from "../checks/due_letters.ts";
import { isQuiet } from "../settings/quiet_hours.ts";
import type { Settings } from "../settings/settings.ts";
import type { Shelf } from "../shelf.ts";
import {
	checkPlan,
	duePlan,
	isDueMorning,
	NOTHING_TOLD,
	type Notice,
	newMailPlan,
	type Plan,
	type Told,
} from "./plan.ts";

const TOLD = "notices.told";
const AS_OF = "notices.as_of";

type News = Extract<AgencyNewsQuery["agencyNews"], { __typename: "AgencyNews" }>;

export interface Looked {
	readonly notices: readonly Notice[];
	/** For the badge; null where nothing was asked. */
	readonly due: number | null;
}

/** Nothing is asked in quiet hours: what came meanwhile is told afterwards, in one notice. @throws BackendProblem */
export async function look(
	backend: Asks,
	agency: string,
	settings: Settings,
	shelf: Shelf,
	now: Date,
): Promise<Looked> {
	if (isQuiet(settings.quiet_hours, now)) return { notices: [], due: null };
	const told = ((await shelf.get(TOLD)) as Told | undefined) ?? NOTHING_TOLD;
	const news = await newsOf(backend, agency, shelf);
	if (news === null) return { notices: [], due: 0 };
	const plans = await planned(backend, agency, settings, told, news, now);
	await shelf.set(TOLD, plans.told); // first: told once too few is better than at every alarm
	await shelf.set(AS_OF, news.asOf);
	return { notices: plans.notices, due: news.dueToday };
}

async function planned(
	backend: Asks,
	agency: string,
	settings: Settings,
	told: Told,
	news: News,
	now: Date,
): Promise<Plan> {
	const notices: Notice[] = [];
	let after = told;
	const add = (plan: Plan) => {
		notices.push(...plan.notices);
		after = plan.told;
	};
	if (settings.notify_new_mail) add(newMailPlan(ofBox(news, settings.agency_box), after));
	const boxes = settings.notify_checks || settings.notify_due ? await checksOfToday(backend, agency, now) : [];
	if (settings.notify_checks) add(checkPlan(followedBoxes(boxes, settings.agency_box), after, now));
	const isWorkingDay = boxes.some(({ windows }) => windows.some(({ state }) => state !== "NO_DUTY"));
	if (settings.notify_due && isWorkingDay && isDueMorning(after, now)) {
		const letters = await dueLetters(backend, agency);
		add(duePlan({ count: letters.length, overdue: letters.filter(({ overdue }) => overdue).length }, after, now));
	}
	return { notices, told: after };
}

function ofBox({ new: letters }: News, chosen: string): News["new"] {
	return letters.filter(({ mailbox }) => chosen === "" || mailbox.toLowerCase() === chosen.toLowerCase());
}

/** Null where the news is not for this log-in. */
async function newsOf(backend: Asks, agency: string, shelf: Shelf): Promise<News | null> {
	const since = ((await shelf.get(AS_OF)) as string | undefined) ?? null;
	const { agencyNews } = await backend.ask(AgencyNewsOperation, { agency, since });
	return agencyNews.__typename === "AgencyNews" ? agencyNews : null;
}

/** What was told to one official is not known of another. */
export async function forgetTold(shelf: Shelf): Promise<void> {
	await shelf.remove(TOLD);
	await shelf.remove(AS_OF);
}

export async function showBadge(due: number): Promise<void> {
	await browser.action.setBadgeBackgroundColor({ color: "#a12622" });
	await browser.action.setBadgeText({ text: due === 0 ? "" : String(due) });
}
