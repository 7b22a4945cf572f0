// Confirmations by name: made at the backend, remembered here while they stand (24 h), so that the same file is not
// asked about twice. Only the fingerprint and the end are kept in the browser.

import type { Asks } from "../../api/backend.ts";
import { DeclareOperation, MeOperation, type MeQuery } from "../../api/generated.ts";
import type { BackendProblem } from "../../api/problems.ts";
import { problemOf } from "../../api/problems.ts";
import type { Finding } from "../../core/index.ts";

export type Person = MeQuery["me"]["people"][number];
export type Reason = "DECLASSIFIED" | "CHECKED_UNREADABLE" | "NOT_A_MARK" | "STAMP_LOOKED_AT" | "MAY_LEAVE";
export type DeclareOutcome = "declared" | "forbidden" | "input" | BackendProblem["kind"];

/** The reasons that can be true of what was found: the closed list, narrowed. */
export function reasonsFor(finding: Finding): readonly Reason[] {
	if (finding.secrecy === "declassified") return ["DECLASSIFIED", "NOT_A_MARK"];
	if (finding.secrecy === "uncertain") return ["STAMP_LOOKED_AT", "DECLASSIFIED"];
	if (finding.secrecy === "restricted" && finding.unreadableReason === null) return ["MAY_LEAVE"];
	return ["CHECKED_UNREADABLE"];
}

export class Declarations {
	readonly #backend: Asks;
	readonly #storage: Storage;
	readonly #name: string;
	#people: readonly Person[] | null = null;

	constructor(backend: Asks, storage: Storage, login: string) {
		this.#backend = backend;
		this.#storage = storage;
		this.#name = `congvu.declared.${login}`;
	}

	/** Those who use this log-in; a shared one has several. @throws BackendProblem */
	async people(): Promise<readonly Person[]> {
		this.#people ??= (await this.#backend.ask(MeOperation, {})).me.people;
		return this.#people;
	}

	stands(finding: Finding): boolean {
		const until = this.#read()[finding.fingerprint];
		return finding.fingerprint !== "" && until !== undefined && Date.now() < until;
	}

	async declare(finding: Finding, reason: Reason, person: Person): Promise<DeclareOutcome> {
		try {
			const declaration = { fingerprint: finding.fingerprint, reason, person: person.id };
			const { declare } = await this.#backend.ask(DeclareOperation, { declaration });
			if (declare.__typename === "ForbiddenError") return "forbidden";
			if (declare.__typename === "InputError") return "input";
			this.#remember(finding.fingerprint, Date.parse(declare.expiresAt));
			return "declared";
		} catch (error) {
			return problemOf(error).kind;
		}
	}

	#remember(fingerprint: string, until: number): void {
		const standing = Object.entries(this.#read()).filter(([, end]) => Date.now() < end);
		this.#write({ ...Object.fromEntries(standing), [fingerprint]: until });
	}

	#read(): Record<string, number> {
		try {
			const value: unknown = JSON.parse(this.#storage.getItem(this.#name) ?? "{}");
			return typeof value === "object" && value !== null ? (value as Record<string, number>) : {};
		} catch {
			return {};
		}
	}

	#write(standing: Record<string, number>): void {
		try {
			this.#storage.setItem(this.#name, JSON.stringify(standing));
		} catch {
			// a browser that keeps nothing asks again
		}
	}
}
