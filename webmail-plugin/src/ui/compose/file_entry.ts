// A file of the letter as the gate sees it, and where it stands with the recipients chosen.

import { actionFor, type Finding, type Ring } from "../../core/index.ts";

/** held: chosen, not uploaded yet · refused: chosen, never to be uploaded · server, body: in the draft already */
export type Place = "held" | "refused" | "server" | "body";

export interface FileEntry {
	readonly id: string;
	readonly name: string;
	readonly place: Place;
	/** scanning: not judged yet · unchecked: there are no rules, or its bytes cannot be had */
	readonly stage: "scanning" | "judged" | "unchecked";
	/** Null unless judged. */
	readonly finding: Finding | null;
	/** Take it out of the draft, or its note off the panel. */
	remove(): void;
	/** Look again; null when that makes no sense. */
	readonly retry: (() => void) | null;
}

/** clear: may go · ask: a weak hint waits for an answer · declare: a person has to confirm it · stop: may not go to these recipients, or not at all */
export type Standing = "clear" | "ask" | "declare" | "stop" | "unknown";

export function standingOf(entry: FileEntry, ring: Ring, declared: (finding: Finding) => boolean): Standing {
	if (entry.finding === null) return "unknown";
	const action = actionFor(entry.finding, ring);
	if (action === "allow") return "clear";
	if (action === "block") return "stop";
	return declared(entry.finding) ? "clear" : "declare";
}

export function isMarked(entry: FileEntry): boolean {
	return entry.finding?.secrecy === "marked";
}
