// Says once a day that a gate stands in this browser: its version, its rules, and what its self-check missed. No log-in,
// no page, no moment; the browser goes by a random name that it uses for nothing else.

import { toBase64Url } from "../core/base64url.ts";
import type { Asks } from "./backend.ts";
import { type ProtectionInput, ReportProtectionOperation } from "./generated.ts";

export type Standing = Omit<ProtectionInput, "device">;

const DEVICE = "congvu.device";
const DEVICE_BYTES = 18; // 24 characters

export class ProtectionReport {
	readonly #storage: Storage;
	readonly #login: string;

	constructor(storage: Storage, login: string) {
		this.#storage = storage;
		this.#login = login;
	}

	/** Whether today's word is still to be said. */
	isDue(now: Date): boolean {
		return this.#storage.getItem(this.#name) !== dayOf(now);
	}

	/** @throws BackendProblem, and it stays due. A report the backend refuses is not sent again that day. */
	async tell(backend: Asks, standing: Standing, now: Date): Promise<void> {
		await backend.ask(ReportProtectionOperation, { report: { device: this.#device(), ...standing } });
		this.#keep(this.#name, dayOf(now));
	}

	/** Clerks of several agencies may share a browser; each agency hears of it. */
	get #name(): string {
		return `congvu.protection.${this.#login}`;
	}

	#device(): string {
		const known = this.#storage.getItem(DEVICE);
		if (known !== null) return known;
		const made = toBase64Url(crypto.getRandomValues(new Uint8Array(DEVICE_BYTES)));
		this.#keep(DEVICE, made);
		return made;
	}

	#keep(name: string, value: string): void {
		try {
			this.#storage.setItem(name, value);
		} catch {
			// a browser that keeps nothing is another one each time
		}
	}
}

function dayOf(moment: Date): string {
	return moment.toISOString().slice(0, 10);
}
