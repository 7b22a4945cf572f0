// What to tell now, and nothing twice: new letters, a window that ends without a check, letters due this morning. Pure.

import type { BoxChecks } from "../checks/day.ts";
import { dayInVietnam, timeInVietnam } from "../settings/quiet_hours.ts";

export interface Notice {
	/** Of this notice alone; shown again, it takes its own place. */
	readonly id: string;
	readonly kind: "new_mail" | "check" | "due";
	/** Of the letters it is about; none for a check. */
	readonly count: number;
	readonly overdue: number;
	readonly codes: readonly string[];
	/** Message-ID of the only letter it is about; "" for several, or none. */
	readonly letter: string;
	/** "09:00", of the window that ends. */
	readonly from: string;
	readonly to: string;
}

/** What was told already, by id; kept over restarts. */
export interface Told {
	readonly letters: readonly string[];
	readonly windows: readonly string[];
	/** In Vietnam: the last morning that letters due were told. */
	readonly dueDay: string;
}

export interface NewLetter {
	readonly id: string;
	readonly referenceCode: string;
	readonly mailbox: string;
	readonly messageId: string;
}

export interface Due {
	readonly count: number;
	readonly overdue: number;
}

export interface Plan {
	readonly notices: readonly Notice[];
	readonly told: Told;
}

export const NOTHING_TOLD: Told = { letters: [], windows: [], dueDay: "" };
const REMIND_BEFORE_MILLISECONDS = 12 * 60_000; // looked at every five minutes: twice, should one be missed
const LETTERS_KEPT = 500;
const WINDOWS_KEPT = 50;
const NOON = "12:00";
const EMPTY = { count: 0, overdue: 0, codes: [], letter: "", from: "", to: "" };

export function newMailPlan(letters: readonly NewLetter[], told: Told): Plan {
	const fresh = letters.filter(({ id }) => !told.letters.includes(id));
	const first = fresh[0];
	if (first === undefined) return { notices: [], told };
	const codes = fresh.map(({ referenceCode }) => referenceCode);
	const ids = [...told.letters, ...fresh.map(({ id }) => id)].slice(-LETTERS_KEPT);
	const letter = fresh.length === 1 ? first.messageId : "";
	const notice: Notice = { ...EMPTY, id: `new:${first.id}`, kind: "new_mail", count: fresh.length, codes, letter };
	return { notices: [notice], told: { ...told, letters: ids } };
}

export function checkPlan(boxes: readonly BoxChecks[], told: Told, now: Date): Plan {
	const ending = boxes.flatMap(({ mailbox, windows }) =>
		windows
			.filter(({ state, to }) => state === "RUNNING" && isEnding(to, now))
			.map(({ from, to }) => ({ id: `check:${from}:${mailbox}`, from, to })),
	);
	const fresh = ending.filter(({ id }) => !told.windows.includes(id));
	const time = (iso: string) => timeInVietnam(new Date(iso));
	const notices = fresh.map(
		({ id, from, to }): Notice => ({ ...EMPTY, id, kind: "check", from: time(from), to: time(to) }),
	);
	const windows = [...told.windows, ...fresh.map(({ id }) => id)].slice(-WINDOWS_KEPT);
	return { notices, told: { ...told, windows } };
}

function isEnding(to: string, now: Date): boolean {
	const left = Date.parse(to) - now.getTime();
	return left > 0 && left <= REMIND_BEFORE_MILLISECONDS;
}

/** Whether letters due are still to be told this morning. */
export function isDueMorning(told: Told, now: Date): boolean {
	return told.dueDay !== dayInVietnam(now) && timeInVietnam(now) < NOON;
}

export function duePlan({ count, overdue }: Due, told: Told, now: Date): Plan {
	if (!isDueMorning(told, now)) return { notices: [], told };
	const day = dayInVietnam(now);
	const notice: Notice = { ...EMPTY, id: `due:${day}`, kind: "due", count, overdue };
	return { notices: count === 0 ? [] : [notice], told: { ...told, dueDay: day } };
}
