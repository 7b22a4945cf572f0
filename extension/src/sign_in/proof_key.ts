// Proof Key for Code Exchange, S256 (RFC 7636 section 4), and other values nobody can guess.

import { toBase64Url } from "../../../webmail-plugin/src/core/base64url.ts";

/** 256 bits, base64url: 43 characters. */
export function unguessable(): string {
	return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

export async function challengeOf(verifier: string): Promise<string> {
	return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}
