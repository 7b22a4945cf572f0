// The closed lists of issuance as the backend has them (backend/compliance/terms.py). Codes are sent, words are shown.

import type { Coverage, CoverageReason, LinkState } from "../../api/generated.ts";
import type { TextKey, Texts } from "../texts.ts";

/** Why a line gets no letter. */
export const LINE_REASONS = ["OTHER_SYSTEM", "PAPER_ONLY", "NO_BOX", "PUBLISHED", "PERSON", "MAILED"] as const;
/** Why a paper of the register was not mailed. */
export const PAPER_REASONS = ["MAILED", "OTHER_SYSTEM", "PAPER_ONLY", "NO_BOX", "PUBLISHED", "SECRET"] as const;

export type LineReason = (typeof LINE_REASONS)[number];
export type PaperReason = (typeof PAPER_REASONS)[number];

export function reasonWord(texts: Texts, reason: CoverageReason): string {
	return texts(`issued.reason.${reason}` satisfies TextKey);
}

export function coverageWord(texts: Texts, coverage: Coverage): string {
	return texts(`coverage.${coverage}` satisfies TextKey);
}

export function linkWord(texts: Texts, state: LinkState): string {
	return texts(`link.${state}` satisfies TextKey);
}
