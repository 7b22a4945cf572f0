// Who works with issued papers, as this browser was told last: clerks issue them, heads see them. So the buttons are
// there at once; the backend decides all the same.

/** issue: record papers · read: see how far they came */
export type Work = "issue" | "read" | "none";

const KNOWN_MILLISECONDS = 8 * 3_600_000; // a day's work; then it is asked again

interface Known {
	readonly work: Work;
	readonly at: number;
}

/** Null where this browser was not told yet, or long ago. */
export function knownWork(storage: Storage, login: string): Work | null {
	const known = toldWork(storage, login);
	return known !== null && Date.now() - known.at < KNOWN_MILLISECONDS ? known.work : null;
}

export function toldWork(storage: Storage, login: string): Known | null {
	try {
		return JSON.parse(storage.getItem(nameOf(login)) ?? "null") as Known | null;
	} catch {
		return null;
	}
}

export function keepWork(storage: Storage, login: string, work: Work): void {
	try {
		storage.setItem(nameOf(login), JSON.stringify({ work, at: Date.now() } satisfies Known));
	} catch {
		// a browser that keeps nothing asks again
	}
}

/** Show the buttons of this work, and of no other (issuance.css). */
export function showWork(page: Document, work: Work | null): void {
	page.documentElement.classList.toggle("congvu-issues", work === "issue");
	page.documentElement.classList.toggle("congvu-reads-issued", work === "issue" || work === "read");
}

function nameOf(login: string): string {
	return `congvu.work.${login}`;
}
