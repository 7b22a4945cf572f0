/** Why the backend gave no answer. `kind` is shown as a plain sentence, never the raw error.
 *  - away: no connection, no answer in time, or a failure of its own
 *  - unknown_login: the directory does not know this log-in
 *  - refused: the webmail is not accepted, or the session could not be renewed */
export class BackendProblem extends Error {
	readonly kind: "away" | "unknown_login" | "refused";

	constructor(kind: "away" | "unknown_login" | "refused", message: string) {
		super(message);
		this.name = "BackendProblem";
		this.kind = kind;
	}
}

/** Any failure as a problem: what is not ours is a connection's. */
export function problemOf(error: unknown): BackendProblem {
	return error instanceof BackendProblem ? error : new BackendProblem("away", "the backend did not answer");
}
