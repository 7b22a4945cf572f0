// Findings (what a file is) and verdicts (what may be done with it). Twin of backend/classification/verdict.py;
// both are held to the same vectors. A finding does not depend on the recipients, the action does.

export type Action = "allow" | "confirm" | "block";
export type SecrecyState = "none" | "marked" | "uncertain" | "declassified" | "restricted" | "cleared";
export type Level = "MAT" | "TOI_MAT" | "TUYET_MAT";
export type Obligation = "mandatory" | "encouraged" | "none";
export type UnreadableReason = "encrypted" | "corrupt" | "unsupported" | "limit" | "text-layer";
export type Ring = "province" | "official" | "other";
export type Where = "attachment.text" | "attachment.stamp" | "body.text" | "subject";

/** One page as a reader sees it: each line stands alone to the eye (paragraph, cell, box, PDF run by geometry). */
export interface Page {
	readonly number: number;
	readonly lines: readonly string[];
	/** The words read in stamps on pictures, one line a stamp. */
	readonly stamps?: readonly string[];
}

/** One readable piece of a file; path "" for the file itself, "inner.zip/a.docx" for a member. */
export interface Part {
	readonly path: string;
	readonly mediaType: string;
	readonly pages: readonly Page[];
	/** What some of it was written in, if not Unicode (contract 2); what was decoded stands in `pages`. */
	readonly charset?: string | null;
}

export interface UnreadablePart {
	readonly path: string;
	readonly mediaType: string;
	readonly reason: UnreadableReason;
}

/** A page with something shaped like a stamp whose words could not be read. */
export interface UncertainPlace {
	readonly path: string;
	readonly page: number;
}

/** Everything found in one file. It is readable only if `unreadable` is empty, and clean only if `uncertain` is empty
 *  too. */
export interface Extraction {
	readonly mediaType: string;
	readonly parts: readonly Part[];
	readonly unreadable: readonly UnreadablePart[];
	readonly uncertain: readonly UncertainPlace[];
}

/** Where a rule matched; page and line count from 1, null for a rule over form fields. */
export interface RuleHit {
	readonly id: string;
	readonly where: Where;
	readonly part: string;
	readonly page: number | null;
	readonly line: number | null;
	/** Of a rule that looks for marks: how it looks there, without words. */
	readonly layout?: HitLayout;
}

export interface HitLayout {
	/** On the line that matched. */
	readonly words: number;
	readonly linesOnPage: number;
	readonly pages: number;
	/** Of the part that matched. */
	readonly mediaType: string;
}

/** What the form reader recognised on the paper itself (NĐ 30/2020). */
export interface DocumentForm {
	readonly kind: string | null;
	readonly kindName: string | null;
	readonly number: string | null;
	/** ISO date */
	readonly issuedOn: string | null;
	readonly subject: string | null;
	readonly urgency: "HOA_TOC" | "THUONG_KHAN" | "KHAN" | null;
	readonly kinhGui: readonly string[];
	readonly noiNhan: readonly string[];
}

export interface Finding {
	readonly file: string;
	readonly sha256: string;
	readonly fingerprint: string;
	/** By the key before, while two overlap. Absent: none. */
	readonly earlierFingerprint?: string;
	readonly sizeBytes: number;
	readonly mediaType: string;
	readonly secrecy: SecrecyState;
	readonly level: Level | null;
	readonly unreadableReason: UnreadableReason | null;
	readonly obligation: Obligation;
	readonly document: DocumentForm;
	readonly charset: string;
	readonly hits: readonly RuleHit[];
	readonly elapsedMs: number;
}

/** The outermost of the recipients' rings; nobody named means the strictest. */
export function ringOfAll(rings: Iterable<Ring>): Ring {
	const present = new Set(rings);
	return (["other", "official", "province"] as const).find((ring) => present.has(ring)) ?? "other";
}

/** The action for a finding and the outermost ring among the recipients (twin of `action_for`). */
export function actionFor(finding: Pick<Finding, "secrecy" | "unreadableReason">, ring: Ring): Action {
	if (finding.secrecy === "marked") return "block";
	if (finding.secrecy === "cleared") return "allow";
	if (finding.unreadableReason !== null || finding.secrecy === "uncertain") {
		return ring === "other" ? "block" : "confirm";
	}
	if (finding.secrecy === "declassified") return "confirm";
	return finding.secrecy === "restricted" && ring === "other" ? "confirm" : "allow";
}
