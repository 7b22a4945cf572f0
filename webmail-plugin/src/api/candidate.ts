// The proposal that runs in shadow beside the live rules, as the backend serves it.

/** Null when there is none. Rejects when the backend is away. */
export async function fetchCandidate(backendUrl: string): Promise<string | null> {
	const response = await fetch(`${backendUrl}/rules/candidate`, { credentials: "omit", cache: "no-cache" });
	if (response.status === 204) return null;
	if (!response.ok) throw new TypeError(`the proposal was answered ${response.status}`);
	return response.text();
}
