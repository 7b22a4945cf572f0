// "beforesend" wants its answer at once: the guard is asked, and Send pressed again for exactly the message that was
// asked about.

import { Approval } from "../approval.ts";
import type { Guard } from "../host.ts";
import { listen, type Roundcube } from "./rcmail.ts";

const BUSY_MILLISECONDS = 30_000;

export class Sending {
	readonly #roundcube: Roundcube;
	readonly #approval: Approval;

	/** @param written changes whenever anything that would be sent changes */
	constructor(roundcube: Roundcube, written: () => string) {
		this.#roundcube = roundcube;
		this.#approval = new Approval(written);
	}

	guard(guard: Guard<void>, signal: AbortSignal): void {
		const before = (properties: unknown): false | undefined => {
			const again = () => void this.#send(nocheck(properties));
			return this.#approval.mayGo(guard, again) ? undefined : false;
		};
		listen<unknown>(this.#roundcube, "beforesend", before, signal);
	}

	async #send(properties: object): Promise<void> {
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
