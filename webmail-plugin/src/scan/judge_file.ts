import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Engine, type Finding, fingerprintOf, type WrittenBundle } from "../core/index.ts";
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
	const startedAt = performance.now();
	const digest = sha256(bytes);
	const hashes = { sha256: bytesToHex(digest), fingerprint: fingerprintOf(rules.bundle, digest) };
	const sizeBytes = bytes.length;
	hashed(hashes);
	const extraction = await extract(bytes, rules.bundle.limits, means);
	return rules.engine.judge(extraction, { name, ...hashes, sizeBytes, startedAt });
}
