import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Bundle, type Finding, fingerprintOf, NO_FORM, type UnreadableReason } from "../core/index.ts";

interface Known {
	readonly hashes: { readonly sha256: string; readonly fingerprint: string } | null;
	readonly bundle: Bundle | null;
	readonly elapsedMs: number;
}

const HASHED_ON_THE_PAGE_BYTES = 50_000_000; // about a quarter of a second; larger files are not hashed there

/** The finding of a file the worker could not finish. It carries the fingerprint wherever possible: the official
 *  may declare an unreadable file only by it. */
export async function unreadableFinding(file: File, reason: UnreadableReason, known: Known): Promise<Finding> {
	const hashes = known.hashes ?? (await hashedHere(file, known.bundle));
	return {
		file: file.name,
		...hashes,
		sizeBytes: file.size,
		mediaType: "application/octet-stream",
		secrecy: "none",
		level: null,
		unreadableReason: reason,
		obligation: "none",
		document: NO_FORM,
		charset: "other",
		hits: [],
		elapsedMs: known.elapsedMs,
	};
}

async function hashedHere(file: File, bundle: Bundle | null): Promise<{ sha256: string; fingerprint: string }> {
	if (bundle === null || file.size > HASHED_ON_THE_PAGE_BYTES) return { sha256: "", fingerprint: "" };
	try {
		const digest = sha256(new Uint8Array(await file.arrayBuffer()));
		return { sha256: bytesToHex(digest), fingerprint: fingerprintOf(bundle, digest) };
	} catch {
		return { sha256: "", fingerprint: "" }; // the file went away or may not be read
	}
}
