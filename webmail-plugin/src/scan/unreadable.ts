import type { UnreadableReason } from "../core/index.ts";

/** Thrown by a reader for the whole of what it was given; becomes an unreadable part with this reason. */
export class Unreadable extends Error {
	readonly reason: UnreadableReason;

	constructor(reason: UnreadableReason) {
		super(reason);
		this.name = "Unreadable";
		this.reason = reason;
	}
}

/** A limit of the file as a whole: reading stops. Becomes unreadable parts with reason `limit`. */
export class LimitExceeded extends Error {
	constructor() {
		super("limit");
		this.name = "LimitExceeded";
	}
}
