// Which of two bundles is newer, and when one has expired.

import type { Bundle } from "./bundle.ts";

/** Whether `candidate` may stand in the place of `current`: never one of a lower version. */
export function replaces(candidate: Pick<Bundle, "version">, current: Pick<Bundle, "version"> | null): boolean {
	return current === null || compareVersions(candidate.version, current.version) >= 0;
}

/** Compared as Python compares tuples of integers: the longer of two that agree so far is the greater. */
function compareVersions(left: string, right: string): number {
	const lefts = left.split(".").map(Number);
	const rights = right.split(".").map(Number);
	for (let index = 0; index < Math.max(lefts.length, rights.length); index++) {
		const difference = (lefts[index] ?? -1) - (rights[index] ?? -1);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** An expired bundle stays enforced; the panel says so. */
export function isExpired(bundle: Pick<Bundle, "expires_at">, now: Date): boolean {
	return bundle.expires_at !== null && now.getTime() >= Date.parse(bundle.expires_at);
}
