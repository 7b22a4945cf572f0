// Who this browser works for, and what must not pass from one official to the next on a PC that several share.

import { forgetVerdicts } from "../checks/verdict_memory.ts";
import { PersonKept } from "../kept/person_kept.ts";
import { tellPages } from "../messages.ts";
import { forgetTold, showBadge } from "../notices/look.ts";
import { lasting } from "../shelf.ts";
import type { BackendLink } from "./backend_link.ts";
import { forgetPlace, learnPlace, type OwnPlace } from "./own_place.ts";

/** One for the whole background: what pages say is written down one after the other. */
export const personKept = new PersonKept(lasting(), (news) => void tellPages(news).catch(() => undefined));

/** Who signed in, as the backend knows them. @throws BackendProblem */
export async function learnPerson(link: BackendLink): Promise<OwnPlace> {
	const place = await learnPlace(lasting(), link.asks);
	if (await personKept.begin(place.login)) await forgetLooks();
	return place;
}

/** The person goes. */
export async function forgetPerson(link: BackendLink | null): Promise<void> {
	await personKept.end(link === null ? null : link.asks);
	await forgetPlace(lasting());
	await forgetLooks();
}

/** What one official saw is not shown to another. */
async function forgetLooks(): Promise<void> {
	await forgetTold(lasting());
	await forgetVerdicts(lasting());
	await showBadge(0);
}
