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

const PROPOSAL_TYPE = "congvu-proposal"; // a proposal is no bundle
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export function thumbprint(key: TrustedKey): string {
	const required = `{"crv":"${key.crv}","kty":"${key.kty}","x":"${key.x}"}`;
	return toBase64Url(sha256(encoder.encode(required)));
}

/** The payload of a bundle that enough people signed, as parsed JSON. The proposer's signature stands in the protected
 *  header, detached (RFC 7515 appendix F); one that no trusted key made, or the same key, counts for nothing.
 *  @param approvals people who must have signed, 1 or 2
 *  @throws BundleError malformed; foreign when no trusted key made the signature; single when too few did. */
export function verifiedPayload(jws: string, trusted: readonly TrustedKey[], approvals: number): unknown {
	const [header, payload, signature, ...rest] = jws.trim().split(".");
	if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
		throw new BundleError("malformed", "the bundle is not a compact JWS");
	}
	const { typ, proposal } = record(parsed(header));
	if (typ === PROPOSAL_TYPE) throw new BundleError("single", "this is a proposal that nobody approved");
	const signer = verifiedKey(header, payload, signature, trusted);
	const proposer = typeof proposal === "string" ? proposerOf(proposal, payload, trusted) : null;
	const signed = proposer === null || proposer.x === signer.x ? 1 : 2;
	if (signed < approvals) throw new BundleError("single", "the bundle was signed by one person, two are needed");
	return parsed(payload);
}

/** The payload of a proposal that a trusted key signed, as parsed JSON.
 *  @throws BundleError malformed, or foreign when no trusted key made the signature */
export function proposedPayload(jws: string, trusted: readonly TrustedKey[]): unknown {
	const [header, payload, signature, ...rest] = jws.trim().split(".");
	if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
		throw new BundleError("malformed", "the proposal is not a compact JWS");
	}
	if (record(parsed(header)).typ !== PROPOSAL_TYPE) throw new BundleError("malformed", "this is no proposal");
	verifiedKey(header, payload, signature, trusted);
	return parsed(payload);
}

function proposerOf(proposal: string, payload: string, trusted: readonly TrustedKey[]): TrustedKey | null {
	const [header, between, signature, ...rest] = proposal.split(".");
	if (header === undefined || between !== "" || signature === undefined || rest.length > 0) return null;
	try {
		if (record(parsed(header)).typ !== PROPOSAL_TYPE) return null;
		return verifiedKey(header, payload, signature, trusted);
	} catch (error) {
		if (error instanceof BundleError) return null;
		throw error;
	}
}

function verifiedKey(header: string, payload: string, signature: string, trusted: readonly TrustedKey[]): TrustedKey {
	const key = signingKey(parsed(header), trusted);
	if (!signedBy(key, `${header}.${payload}`, signature)) {
		throw new BundleError("foreign", "the signature does not belong to the bundle");
	}
	return key;
}

function signingKey(header: unknown, trusted: readonly TrustedKey[]): TrustedKey {
	const { alg, kid, crit } = record(header);
	if (alg !== "Ed25519" || crit !== undefined) {
		throw new BundleError("malformed", "the bundle is signed in a way that is not accepted");
	}
	const key = trusted.find((candidate) => isEd25519(candidate) && thumbprint(candidate) === kid);
	if (key === undefined) {
		throw new BundleError("foreign", "no configured key made this signature");
	}
	return key;
}

function record(value: unknown): Record<string, unknown> {
	return isRecord(value) ? value : {};
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
