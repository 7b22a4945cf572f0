// The signed rule bundle: who may publish it, which of two is newer, when it has expired.

import type { DocumentKind, Rule } from "./rule.ts";

export interface FingerprintKey {
	readonly id: string;
	/** 32 bytes, base64url without padding. */
	readonly key: string;
}

/** How far a scan goes before a file counts as unreadable. */
export interface Limits {
	readonly depth: number;
	readonly members: number;
	readonly inflated_bytes: number;
	/** Inflated bytes for each stored byte, per member. */
	readonly ratio: number;
	readonly pages: number;
	/** Wall-clock seconds for one file. */
	readonly seconds: number;
}

/** The payload exactly as it was signed: plain data, safe to post to a worker. */
export interface WrittenBundle {
	readonly format: 1;
	readonly version: string;
	readonly issued_at: string;
	readonly expires_at: string;
	readonly province: { readonly id: string; readonly name: string; readonly domains: readonly string[] };
	readonly fingerprint_keys: readonly FingerprintKey[];
	readonly limits: Limits;
	readonly rules: readonly Rule[];
	readonly kinds: readonly DocumentKind[];
	readonly texts?: Readonly<Record<string, unknown>>;
}

/** A bundle whose signature was checked. Only `openBundle` makes one. */
export type Bundle = WrittenBundle & { readonly verified: true };

/** A public key from the configuration (JWK, OKP, Ed25519), never one that came with a bundle. */
export interface TrustedKey {
	readonly kty: "OKP";
	readonly crv: "Ed25519";
	/** 32 bytes, base64url. */
	readonly x: string;
	readonly kid?: string;
}

/** Check a JWS (compact, alg Ed25519) against the configured keys.
 *  @throws BundleError malformed, or signed by no key of ours (foreign). */
export declare function openBundle(jws: string, trusted: readonly TrustedKey[]): Bundle;

/** Whether `candidate` may stand in the place of `current`: never one of a lower version. */
export declare function replaces(candidate: Bundle, current: Bundle | null): boolean;

/** An expired bundle stays enforced; the panel says so. */
export declare function isExpired(bundle: Bundle, now: Date): boolean;
