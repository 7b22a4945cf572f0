// "beforesend" wants its answer at once, the guard takes its time: so stop, ask, and press Send again for exactly the
// message that was asked about.

import type { Guard } from "../host.ts";
import { listen, type Roundcube } from "./rcmail.ts";

const TIME_LIMIT_MILLISECONDS = 10 * 60_000; // an official may be reading the dialog
const BUSY_MILLISECONDS = 30_000;
const APPROVAL_MILLISECONDS = 60_000; // Roundcube may ask about a missing subject in between

export class Sending {
	readonly #roundcube: Roundcube;
	/** Changes whenever anything that would be sent changes. */
	readonly #written: () => string;
	#approved: { readonly written: string; readonly until: number } | null = null;
	#asking = false;

	constructor(roundcube: Roundcube, written: () => string) {
		this.#roundcube = roundcube;
		this.#written = written;
	}

	guard(guard: Guard<void>, signal: AbortSignal): void {
		listen<unknown>(this.#roundcube, "beforesend", (properties) => this.#before(guard, properties), signal);
	}

	#before(guard: Guard<void>, properties: unknown): false | undefined {
		const written = this.#written();
		if (this.#approved?.written === written && performance.now() < this.#approved.until) return undefined;
		if (!this.#asking) void this.#ask(guard, nocheck(properties));
		return false;
	}

	async #ask(guard: Guard<void>, properties: object): Promise<void> {
		this.#asking = true;
		const allowed = await withinTime(guard(undefined)).catch(() => false);
		this.#asking = false;
		if (!allowed) return;
		// what the guard said holds for what stands there now: it was the last to look, and looked at all of it
		this.#approved = { written: this.#written(), until: performance.now() + APPROVAL_MILLISECONDS };
		if (await this.#isFree()) this.#roundcube.command("send", properties);
	}

	/** Roundcube drops every command while it waits for its server (a draft being saved). False when it never ends. */
	async #isFree(): Promise<boolean> {
		const deadline = performance.now() + BUSY_MILLISECONDS;
		while (this.#roundcube.busy && performance.now() < deadline) {
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		return !this.#roundcube.busy;
	}
}

function nocheck(properties: unknown): object {
	const asked = typeof properties === "object" && properties !== null && "nocheck" in properties;
	return asked && properties.nocheck === true ? { nocheck: true } : {};
}

function withinTime(answer: Promise<boolean>): Promise<boolean> {
	return Promise.race([
		answer,
		new Promise<boolean>((resolve) => setTimeout(() => resolve(false), TIME_LIMIT_MILLISECONDS)),
	]);
}
