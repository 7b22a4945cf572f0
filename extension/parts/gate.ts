// The part of a page that knows its letters.

import { Gate } from "../src/gate/gate.ts";
import type { Outpost } from "../src/gate/outpost.ts";

/** Takes over the doors of the page. */
export function openGate(page: Window, outpost: Outpost): Gate {
	return new Gate(page, outpost);
}
