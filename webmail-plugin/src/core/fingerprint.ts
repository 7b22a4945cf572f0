import type { Bundle } from "./bundle.ts";

/** The keyed fingerprint (22 base64url characters) of a file's raw SHA-256: the only hash that may leave, and
 *  never for a marked file. The bundle's first key is the current one. */
export declare function fingerprintOf(bundle: Pick<Bundle, "fingerprint_keys">, sha256: Uint8Array): string;
