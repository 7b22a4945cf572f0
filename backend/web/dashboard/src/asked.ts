// What the page is about, as the server wrote it into the page; and what of it the address asks for beside that.

import type { DashboardFiguresQueryVariables, FigurePart } from "../../../../webmail-plugin/src/api/generated.ts";
import type { Language } from "../../../../webmail-plugin/src/ui/text_table.ts";

export interface Asked {
	readonly figures: DashboardFiguresQueryVariables;
	/** Whether the letters behind a number may be seen. */
	readonly showsLetters: boolean;
	/** Whether this agency's news are for the visitor, whatever scope is chosen. */
	readonly hearsNews: boolean;
	readonly language: Language;
	readonly path: string;
}

const SENDERS = { citizen: "CITIZEN", business: "BUSINESS", agency: "AGENCY" } as const;

/** null where the page shows no figures: somebody is asked who they are. */
export function askedOf(page: Document): Asked | null {
	const about = page.querySelector<HTMLElement>("[data-about]");
	if (about === null) return null;
	const { agency = "", since = "", until = "", sender = "", below, full, path = "" } = about.dataset;
	return {
		figures: { agency, since, until, senderClass: SENDERS[sender as keyof typeof SENDERS], below: below === "true" },
		showsLetters: full === "true" && below !== "true",
		hearsNews: full === "true",
		language: page.documentElement.lang === "vi" ? "vi" : "en",
		path,
	};
}

/** Which number's letters the address asks for, and which letter's clock. */
export interface Drilled {
	readonly part: FigurePart;
	/** YYYYMM; null: the whole time. */
	readonly month: string | null;
	readonly matter: string | null;
	readonly letter: string | null;
}

export const PART = "thu";
export const MONTH = "thang-nhan";
export const MATTER = "linh-vuc";
export const LETTER = "la-thu";
export const PARTS = ["COUNT", "ANSWERED", "OPEN", "DUE", "IN_TIME", "NOT_YET_DUE"] as const;
export type Part = (typeof PARTS)[number];

export function drilledOf({ searchParams }: URL): (Drilled & { readonly part: Part }) | null {
	const part = PARTS.find((one) => one === searchParams.get(PART));
	const month = searchParams.get(MONTH);
	if (part === undefined || (month !== null && !/^\d{6}$/u.test(month))) return null;
	return { part, month, matter: searchParams.get(MATTER), letter: searchParams.get(LETTER) };
}

/** The address with other letters asked for; null: none. */
export function drilling(at: URL, drilled: Partial<Drilled> | null): URL {
	const to = new URL(at);
	const wanted = {
		[PART]: drilled?.part,
		[MONTH]: drilled?.month,
		[MATTER]: drilled?.matter,
		[LETTER]: drilled?.letter,
	};
	for (const [name, value] of Object.entries(wanted)) {
		if (value === undefined || value === null) to.searchParams.delete(name);
		else to.searchParams.set(name, value);
	}
	to.hash = "";
	return to;
}

/** The days of the letters asked for. */
export function daysOf({ since, until }: DashboardFiguresQueryVariables, month: string | null) {
	if (month === null) return { since, until };
	const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(4))];
	const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
	return {
		since: `${month.slice(0, 4)}-${month.slice(4)}-01`,
		until: `${month.slice(0, 4)}-${month.slice(4)}-${last}`,
	};
}
