// Rows of Roundcube's list that PHP told the Message-ID of (congvu.php, messages_list).

import type { ListRow } from "../host.ts";
import { listen, type Roundcube } from "./rcmail.ts";

const MARK = "congvu-mark";

export function listRows(roundcube: Roundcube): ListRow[] {
	return Object.entries(roundcube.env.messages ?? {}).flatMap(([uid, { flags }]) => {
		const row = roundcube.message_list?.rows[uid]?.obj;
		const place =
			row?.querySelector<HTMLElement>("td.subject .subject") ?? row?.querySelector<HTMLElement>("td.subject");
		if (!flags?.congvu_id || !place) return [];
		return [{ messageId: flags.congvu_id, mark: (words) => mark(place, words) }];
	});
}

/** Calls back when rows come or change, until the signal ends it. */
export function onRows(roundcube: Roundcube, changed: () => void, signal: AbortSignal): void {
	for (const name of ["insertrow", "listupdate"]) {
		const tell = () => {
			changed();
			return undefined;
		};
		listen(roundcube, name, tell, signal);
	}
}

function mark(place: HTMLElement, words: Parameters<ListRow["mark"]>[0]): void {
	for (const old of place.querySelectorAll(`.${MARK}`)) old.remove();
	const badges = words.map(({ text, tone }) => {
		const badge = place.ownerDocument.createElement("span");
		badge.className = `badge badge-${tone} ${MARK}`;
		badge.textContent = text;
		return badge;
	});
	place.prepend(...badges);
}
