// What page and worker say to each other. pdf.js, inside the worker, talks on the same port: messages of any
// other shape are not ours and are passed over.

import type { Bundle, Finding, PaperSaid, ShadowCount } from "../core/index.ts";

export type Request =
	/** `candidate`: rules that run in shadow and have no say. */
	| { readonly congvu: "load"; readonly bundle: Bundle; readonly candidate: Bundle | null }
	| { readonly congvu: "judge"; readonly id: number; readonly file: File; readonly receivedOn: string | null };

export type Reply =
	/** The worker's script runs. */
	| { readonly congvu: "ready" }
	/** The file was read and hashed; judging goes on. */
	| { readonly congvu: "hashed"; readonly id: number; readonly sha256: string; readonly fingerprint: string }
	/** A page of a scan is looked at; both count from 1. */
	| { readonly congvu: "progress"; readonly id: number; readonly page: number; readonly pages: number }
	| { readonly congvu: "judged"; readonly id: number; readonly finding: Finding; readonly said: PaperSaid | null }
	/** What rules in shadow would have done about a file that was judged before; of no file in particular. */
	| { readonly congvu: "shadow"; readonly counts: readonly ShadowCount[] }
	/** A defect, never an expected failure: those are findings. */
	| { readonly congvu: "failed"; readonly id: number };

export function isOurs(data: unknown): data is Request | Reply {
	return typeof data === "object" && data !== null && "congvu" in data;
}
