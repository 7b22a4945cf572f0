// JWS in compact form with alg "Ed25519" (RFC 7515, RFC 9864), and JWK thumbprints (RFC 7638).
// In JavaScript, not crypto.subtle: webmails on plain http have none.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromBase64Url, toBase64Url } from "./base64url.ts";
import { BundleError } from "./errors.ts";

/** A public key from the configuration (JWK, OKP, Ed25519), never one that came with a bundle. */
export interface TrustedKey {
	readonly kty: "OKP";
	readonly crv: "Ed25519";
	/** 32 bytes, base64url. */
	readonly x: string;
	readonly kid?: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export function thumbprint(key: TrustedKey): string {
	const required = `{"crv":"${key.crv}","kty":"${key.kty}","x":"${key.x}"}`;
	return toBase64Url(sha256(encoder.encode(required)));
}

/** The payload of a JWS signed by one of the trusted keys, as parsed JSON.
 *  @throws BundleError malformed, or foreign when no trusted key made the signature. */
export function verifiedPayload(jws: string, trusted: readonly TrustedKey[]): unknown {
	const [header, payload, signature, ...rest] = jws.trim().split(".");
	if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
		throw new BundleError("malformed", "the bundle is not a compact JWS");
	}
	const key = signingKey(parsed(header), trusted);
	if (!signedBy(key, `${header}.${payload}`, signature)) {
		throw new BundleError("foreign", "the signature does not belong to the bundle");
	}
	return parsed(payload);
}

function signingKey(header: unknown, trusted: readonly TrustedKey[]): TrustedKey {
	const { alg, kid, crit } = isRecord(header) ? header : {};
	if (alg !== "Ed25519" || crit !== undefined) {
		throw new BundleError("malformed", "the bundle is signed in a way that is not accepted");
	}
	const key = trusted.find((candidate) => isEd25519(candidate) && thumbprint(candidate) === kid);
	if (key === undefined) {
		throw new BundleError("foreign", "no configured key made this signature");
	}
	return key;
}

function isEd25519(key: TrustedKey): boolean {
	return key.kty === "OKP" && key.crv === "Ed25519";
}

function signedBy(key: TrustedKey, message: string, signature: string): boolean {
	try {
		return ed25519.verify(fromBase64Url(signature), encoder.encode(message), fromBase64Url(key.x), { zip215: false });
	} catch {
		return false; // a signature or key of the wrong length
	}
}

function parsed(segment: string): unknown {
	try {
		return JSON.parse(decoder.decode(fromBase64Url(segment)));
	} catch {
		throw new BundleError("malformed", "the bundle is not readable JSON");
	}
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
