// Signing in: a page of the backend's opens in a window of the browser's, and comes back with a code that is worth
// tokens to whoever knows the verifier (authorization code with PKCE; ADR 19).

import { BackendProblem } from "../../../webmail-plugin/src/api/problems.ts";
import { challengeOf, unguessable } from "./proof_key.ts";
import type { TokenEndpoint } from "./token_endpoint.ts";
import type { TokenStore } from "./tokens.ts";

/** How it ended; `closed` is a window that was shut, or that never opened. */
export type SignInOutcome = "done" | "denied" | "closed" | BackendProblem["kind"];

export interface Window {
	/** Where the browser catches the answer: `identity.getRedirectURL()`. */
	readonly redirect: string;
	/** The address the page came back with. Rejects when the window was shut. */
	open(address: string): Promise<string | undefined>;
}

export async function signIn(
	backendUrl: string,
	version: string,
	window: Window,
	endpoint: TokenEndpoint,
	store: TokenStore,
): Promise<SignInOutcome> {
	const verifier = unguessable();
	const state = unguessable();
	const asked = new URLSearchParams({
		redirect_uri: window.redirect,
		state,
		code_challenge: await challengeOf(verifier),
		code_challenge_method: "S256",
		client_version: version,
	});
	const back = await window.open(`${backendUrl}/extension/authorize?${asked}`).catch(() => undefined);
	if (back === undefined) return "closed";
	const answer = new URL(back).searchParams;
	if (answer.get("state") !== state) return "refused"; // an answer to another question
	if (answer.get("error") === "access_denied") return "denied";
	try {
		await store.keep(await endpoint.exchange(answer.get("code") ?? "", verifier));
		return "done";
	} catch (error) {
		return error instanceof BackendProblem ? error.kind : "away";
	}
}
