// The proposal that runs in shadow beside the live rules, as the backend serves it.

import type { Fetch } from "./session.ts";

const ask: Fetch = (url, init) => fetch(url, init);

/** Null when there is none. Rejects when the backend is away. */
export async function fetchCandidate(backendUrl: string, fetching: Fetch = ask): Promise<string | null> {
	const response = await fetching(`${backendUrl}/rules/candidate`, { credentials: "omit", cache: "no-cache" });
	if (response.status === 204) return null;
	if (!response.ok) throw new TypeError(`the proposal was answered ${response.status}`);
	return response.text();
}
