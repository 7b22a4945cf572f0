// The rest of layer 1 where a content script cannot import it: Firefox takes what it imports to be the page's. There the
// background puts it, as one script, into the frame that asks; it leaves what it brings in the extension's own world of
// that frame, which no script of the page's sees.

import { Part } from "../../../webmail-plugin/src/part.ts";
import { ask } from "../messages.ts";

export type Rest = typeof import("../../parts/gate.ts");

interface World {
	congvuRest?: Rest;
}

/** The script the background puts there. */
export const REST = "/rest.js";

/** Run by that script. */
export function restIsHere(rest: Rest): void {
	(globalThis as World).congvuRest = rest;
}

/** Where it does not come, whoever waits is told: it is asked for anew with the next try. */
export function restByBackground(): Part<Rest> {
	return new Part<Rest>(async (failures) => {
		await ask("rest", { failures });
		const { congvuRest } = globalThis as World;
		if (congvuRest === undefined) throw new Error("the background answered, and nothing came");
		return congvuRest;
	});
}
