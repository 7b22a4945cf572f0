import type { Bundle } from "./bundle.ts";
import type { Extraction, Finding, Where } from "./verdict.ts";

export interface JudgedFile {
	readonly name: string;
	/** Raw digest, 32 bytes. */
	readonly sha256: Uint8Array;
	readonly sizeBytes: number;
	/** Milliseconds on any monotonic clock, when work on this file began. */
	readonly startedAt: number;
}

/** Rules of one bundle, compiled once. Twin of backend/classification/engine.py. */
export declare class Engine {
	constructor(bundle: Bundle);
	judge(extraction: Extraction, file: JudgedFile): Finding;
	/** Subject and body, synchronously: a few milliseconds for a long letter. */
	judgeText(lines: readonly string[], where: Extract<Where, "body.text" | "subject">): Finding;
}
