// What a canvas gives back. One whose memory was taken away (a graphics process that died, a PC under load) is empty and
// says nothing of it: what was drawn on it has not been seen.

import type { Image } from "./pictures.ts";
import { Unreadable } from "./unreadable.ts";

const OPAQUE = 255;

/** A picture drawn on nothing, set on white in place. @throws Unreadable when there is nothing of it */
export function onWhite<Kind extends Image>(image: Kind): Kind {
	const { data } = image;
	let isDrawn = false;
	for (let at = 3; at < data.length; at += 4) {
		const alpha = data[at] ?? 0;
		if (alpha > 0) isDrawn = true;
		if (alpha === OPAQUE) continue;
		for (let channel = at - 3; channel < at; channel++) {
			data[channel] = OPAQUE - ((OPAQUE - (data[channel] ?? 0)) * alpha) / OPAQUE;
		}
		data[at] = OPAQUE;
	}
	if (!isDrawn) throw new Unreadable("limit");
	return image;
}

/** A page drawn on a white ground. @throws Unreadable when some of the ground is gone */
export function whollyPainted<Kind extends Image>(image: Kind): Kind {
	const { data } = image;
	for (let at = 3; at < data.length; at += 4) if (data[at] !== OPAQUE) throw new Unreadable("limit");
	return image;
}
