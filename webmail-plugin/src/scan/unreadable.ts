import type { UnreadableReason } from "../core/index.ts";

/** A part that cannot be read, and why. Such a part is never called clean. */
export class Unreadable extends Error {
	readonly reason: UnreadableReason;

	constructor(reason: UnreadableReason) {
		super(reason);
		this.name = "Unreadable";
		this.reason = reason;
	}
}
