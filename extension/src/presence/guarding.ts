// What guards the pages that are open: the extension, or the webmail's own plugin, and what either cannot check there.
// Content scripts say so of their own page; kept are the tab's number, the kind of webmail and codes, no address.

import type { Standing } from "../messages.ts";
import { dayInVietnam } from "../settings/quiet_hours.ts";
import type { Shelf } from "../shelf.ts";

/** The last page of one kind of webmail. */
export interface Seen extends Standing {
	/** In Vietnam. */
	readonly day: string;
}

const KINDS = "guarding.kinds";

export class GuardingRecord {
	readonly #lasting: Shelf;
	readonly #passing: Shelf;

	constructor(lasting: Shelf, passing: Shelf) {
		this.#lasting = lasting;
		this.#passing = passing;
	}

	async note(tab: number, { host, guard, unseen }: Standing, now: Date): Promise<void> {
		await this.#passing.set(tabName(tab), { host, guard, unseen });
		const seen = await this.seen();
		const others = seen.filter((one) => one.host !== host);
		await this.#lasting.set(KINDS, [...others, { host, guard, unseen, day: dayInVietnam(now) }]);
	}

	/** Null: no page of this tab said anything. */
	async ofTab(tab: number): Promise<Standing | null> {
		return ((await this.#passing.get(tabName(tab))) as Standing | undefined) ?? null;
	}

	async forgetTab(tab: number): Promise<void> {
		await this.#passing.remove(tabName(tab));
	}

	async seen(): Promise<readonly Seen[]> {
		return ((await this.#lasting.get(KINDS)) as Seen[] | undefined) ?? [];
	}
}

function tabName(tab: number): string {
	return `guarding.tab.${tab}`;
}
