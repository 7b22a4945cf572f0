// The signed rule bundle: what stands in it, and who may publish it.

import { BundleError } from "./errors.ts";
import { isRecord, type TrustedKey, verifiedPayload } from "./jws.ts";
import type { WrittenOverlay } from "./overlay.ts";
import type { DocumentKind, Rule } from "./rule.ts";

export type { TrustedKey };

export interface FingerprintKey {
	readonly id: string;
	/** 32 bytes, base64url without padding. */
	readonly key: string;
	/** ISO 8601, UTC: of the key before the current one, until when files are recognised by it. */
	readonly until?: string;
}

/** How far a scan goes before a file counts as unreadable. Names as in the signed payload. */
export interface Limits {
	/** Containers inside containers; the file itself is 0. */
	readonly depth: number;
	/** Of all containers together. */
	readonly members: number;
	/** Of all members together. */
	readonly inflated_bytes: number;
	/** Inflated bytes for each stored byte, per member. */
	readonly ratio: number;
	/** Of one PDF. */
	readonly pages: number;
	/** Wall-clock seconds for one file. */
	readonly seconds: number;
}

/** The payload exactly as it was signed: plain data, safe to post to a worker. */
export interface WrittenBundle {
	readonly format: 1;
	/** Numbers joined by dots, compared as a tuple of integers; "dev+hash" only where rules come unsigned. */
	readonly version: string;
	/** ISO 8601, UTC; null only where rules come unsigned with the package. */
	readonly issued_at: string | null;
	readonly expires_at: string | null;
	readonly province: { readonly id: string; readonly name: string; readonly domains: readonly string[] };
	readonly fingerprint_keys: readonly FingerprintKey[];
	readonly limits: Limits;
	readonly rules: readonly Rule[];
	readonly kinds: readonly DocumentKind[];
	/** Absent from bundles of older versions. */
	readonly overlays?: readonly WrittenOverlay[];
}

/** A bundle whose signature was checked. Only `openBundle` makes one. */
export type Bundle = WrittenBundle & { readonly verified: true };

const LIMIT_NAMES = ["depth", "members", "inflated_bytes", "ratio", "pages", "seconds"] as const;

/** Check a JWS (compact, alg Ed25519) against the configured keys. Expiry is not checked: see `isExpired`.
 *  @throws BundleError malformed, signed by no key of ours (foreign), or by fewer people than `approvals` (single). */
export function openBundle(jws: string, trusted: readonly TrustedKey[], approvals = 1): Bundle {
	const payload = verifiedPayload(jws, trusted, approvals);
	if (!isWrittenBundle(payload)) {
		throw new BundleError("malformed", "the bundle lacks a field or is of another format");
	}
	return { ...payload, verified: true };
}

function isWrittenBundle(value: unknown): value is WrittenBundle {
	if (!isRecord(value) || value.format !== 1) return false;
	const { version, issued_at, expires_at, province, fingerprint_keys, limits, rules, kinds, overlays } = value;
	return (
		typeof version === "string" &&
		/^\d+(\.\d+)*$/u.test(version) &&
		isInstant(issued_at) &&
		isInstant(expires_at) &&
		isRecord(province) &&
		isListOf(province.domains, (domain) => typeof domain === "string") &&
		isListOf(fingerprint_keys, isFingerprintKey) &&
		fingerprint_keys.length > 0 &&
		isRecord(limits) &&
		LIMIT_NAMES.every((name) => typeof limits[name] === "number" && limits[name] > 0) &&
		isListOf(rules, isRecord) &&
		isListOf(kinds, isRecord) &&
		(overlays === undefined || isListOf(overlays, (one) => isRecord(one) && isListOf(one.rules, isRecord)))
	);
}

function isInstant(value: unknown): boolean {
	return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isListOf(value: unknown, accepts: (item: unknown) => boolean): value is unknown[] {
	return Array.isArray(value) && value.every(accepts);
}

function isFingerprintKey(value: unknown): boolean {
	return (
		isRecord(value) &&
		typeof value.key === "string" &&
		value.key.length === 43 &&
		(value.until === undefined || isInstant(value.until))
	);
}
