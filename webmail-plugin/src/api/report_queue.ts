// Verdicts to report, kept in the browser while the backend is away. Only what contract 3 lets leave the machine is
// ever put in here (core/report.ts decides that).

import type { VerdictReport } from "../core/index.ts";
import type { Asks } from "./backend.ts";
import { ReportVerdictsOperation } from "./generated.ts";
import { queueName } from "./waiting_reports.ts";

interface Kept {
	readonly report: VerdictReport;
	/** Milliseconds since 1970 when it was last sent; 0 when never. */
	readonly sentAt: number;
	/** Tells two equal reports apart. */
	readonly key: string;
}

const KEPT_AT_MOST = 500; // the oldest go first
const IN_FLIGHT_MILLISECONDS = 60_000; // a page that was left never heard the answer

export class ReportQueue {
	readonly #storage: Storage;
	readonly #name: string;
	readonly #backend: Asks;

	constructor(storage: Storage, login: string, backend: Asks) {
		this.#storage = storage;
		this.#name = queueName(login);
		this.#backend = backend;
	}

	add(reports: readonly VerdictReport[]): void {
		const added = reports.map((report) => ({ report, sentAt: 0, key: Math.random().toString(36).slice(2) }));
		this.#write([...this.#read(), ...added].slice(-KEPT_AT_MOST));
	}

	get isEmpty(): boolean {
		return this.#read().length === 0;
	}

	/** Send what is waiting. @throws BackendProblem, and everything stays queued. */
	async flush(): Promise<void> {
		const now = Date.now();
		const due = this.#read().filter(({ sentAt }) => now - sentAt > IN_FLIGHT_MILLISECONDS);
		if (due.length === 0) return;
		this.#mark(due, now);
		try {
			await this.#backend.ask(ReportVerdictsOperation, { reports: due.map(({ report }) => report) });
		} catch (error) {
			this.#mark(due, 0);
			throw error;
		}
		// an InputError is final as well: sent again, the same report would be refused again
		this.#write(this.#read().filter((kept) => !isAmong(kept, due)));
	}

	#mark(sent: readonly Kept[], sentAt: number): void {
		this.#write(this.#read().map((kept) => (isAmong(kept, sent) ? { ...kept, sentAt } : kept)));
	}

	#read(): Kept[] {
		try {
			const value: unknown = JSON.parse(this.#storage.getItem(this.#name) ?? "[]");
			return Array.isArray(value) ? value : [];
		} catch {
			return [];
		}
	}

	#write(kept: readonly Kept[]): void {
		try {
			this.#storage.setItem(this.#name, JSON.stringify(kept));
		} catch {
			// a browser that keeps nothing loses reports, never mail
		}
	}
}

function isAmong({ key }: Kept, list: readonly Kept[]): boolean {
	return list.some((other) => other.key === key);
}
