import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import type { WrittenBundle } from "./bundle.ts";
import { BundleError } from "./errors.ts";

const LENGTH = 22; // base64url characters: 132 bits

/** The keyed fingerprint (22 base64url characters) of a file's raw SHA-256: the only hash that may leave, and
 *  never for a marked file. The bundle's first key is the current one. */
export function fingerprintOf(bundle: Pick<WrittenBundle, "fingerprint_keys">, digest: Uint8Array): string {
	const current = bundle.fingerprint_keys[0];
	if (current === undefined) {
		throw new BundleError("malformed", "the bundle has no fingerprint key");
	}
	return toBase64Url(hmac(sha256, fromBase64Url(current.key), digest)).slice(0, LENGTH);
}

/** The same by the key before, while two overlap (`now`: ISO, UTC); "" otherwise. By it a file is recognised, never
 *  reported. */
export function earlierFingerprintOf(
	bundle: Pick<WrittenBundle, "fingerprint_keys">,
	digest: Uint8Array,
	now: string,
): string {
	const earlier = bundle.fingerprint_keys[1];
	if (earlier?.until === undefined || Date.parse(now) >= Date.parse(earlier.until)) return "";
	return fingerprintOf({ fingerprint_keys: [earlier] }, digest);
}
