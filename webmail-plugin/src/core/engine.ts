import type { WrittenBundle } from "./bundle.ts";
import type { Extraction, Finding, Where } from "./verdict.ts";

export interface JudgedFile {
	readonly name: string;
	/** Hexadecimal. */
	readonly sha256: string;
	readonly fingerprint: string;
	readonly sizeBytes: number;
	/** `performance.now()` when work on this file began. */
	readonly startedAt: number;
}

/** Rules of one bundle, compiled once. Twin of backend/classification/engine.py. */
export declare class Engine {
	constructor(bundle: WrittenBundle);
	judge(extraction: Extraction, file: JudgedFile): Finding;
	/** Subject and body, synchronously: a few milliseconds for a long letter. */
	judgeText(lines: readonly string[], where: Extract<Where, "body.text" | "subject">): Finding;
}
