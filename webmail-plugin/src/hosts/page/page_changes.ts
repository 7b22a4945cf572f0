// Tells when something of a letter on a page may have changed: often too often, never too late.

import type { Composer } from "./adapter.ts";

const PAUSE_MILLISECONDS = 250; // typing goes on meanwhile

/** Calls back once after every burst of changes, until the signal ends it. */
export function watchPage({ root, watched }: Composer, changed: () => void, signal: AbortSignal): void {
	let waiting = false;
	const soon = () => {
		if (waiting) return;
		waiting = true;
		setTimeout(() => {
			waiting = false;
			if (!signal.aborted) changed();
		}, PAUSE_MILLISECONDS);
	};
	const observer = new MutationObserver(soon);
	for (const node of [root, ...watched]) {
		// an address at a file's name says that it has arrived (SOGo), and may be all that changes then
		observer.observe(node, { childList: true, subtree: true, characterData: true, attributeFilter: ["href"] });
		for (const event of ["input", "change"]) node.addEventListener(event, soon, { signal });
	}
	signal.addEventListener("abort", () => observer.disconnect(), { once: true });
	soon();
}
