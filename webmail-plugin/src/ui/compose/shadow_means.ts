// What judges in shadow, put together; a module of the part that judges.

import { bundleForAgency, countTexts, openCandidate, replaces, Shadow } from "../../core/index.ts";
import type { ShadowMeans } from "./shadow_gate.ts";

export function shadowMeans(scanner: ShadowMeans["scanner"]): ShadowMeans {
	return {
		openCandidate,
		bundleForAgency,
		isNewer: (candidate, live) => !replaces(live, candidate),
		shadowOf: (candidate) => Shadow.of(candidate),
		countTexts,
		scanner,
	};
}
