import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import {
	type Engine,
	earlierFingerprintOf,
	type Finding,
	fingerprintOf,
	type PaperSaid,
	paperSaid,
	type WrittenBundle,
} from "../core/index.ts";
import { extract } from "./extract.ts";
import { type Means, NO_MEANS } from "./reading.ts";

export interface Hashes {
	readonly sha256: string;
	readonly fingerprint: string;
}

/** From bytes to what the file is. `hashed` hears the hashes before the longer work begins. */
export async function judgeFile(
	bytes: Uint8Array<ArrayBuffer>,
	name: string,
	rules: { readonly bundle: WrittenBundle; readonly engine: Engine },
	means: Means = NO_MEANS,
	hashed: (hashes: Hashes) => void = () => {},
): Promise<Finding> {
	return (await judgeAndRead(bytes, name, rules, { means, hashed, receivedOn: null })).finding;
}

export interface Read {
	readonly finding: Finding;
	readonly said: PaperSaid | null;
}

interface Wanted {
	readonly means: Means;
	readonly hashed: (hashes: Hashes) => void;
	/** The day the letter came that brought the file, ISO; null where what the paper says is not asked for. */
	readonly receivedOn: string | null;
}

/** The same, and what the paper says, where it may be read. */
export async function judgeAndRead(
	bytes: Uint8Array<ArrayBuffer>,
	name: string,
	rules: { readonly bundle: WrittenBundle; readonly engine: Engine },
	{ means, hashed, receivedOn }: Wanted,
): Promise<Read> {
	const startedAt = performance.now();
	const digest = sha256(bytes);
	const hashes = { sha256: bytesToHex(digest), fingerprint: fingerprintOf(rules.bundle, digest) };
	const sizeBytes = bytes.length;
	hashed(hashes);
	const extraction = await extract(bytes, rules.bundle.limits, means);
	const judged = rules.engine.judge(extraction, { name, ...hashes, sizeBytes, startedAt });
	const earlierFingerprint = earlierFingerprintOf(rules.bundle, digest, new Date().toISOString());
	const finding = earlierFingerprint === "" ? judged : { ...judged, earlierFingerprint };
	return { finding, said: receivedOn === null ? null : paperSaid(finding, extraction, receivedOn) };
}
