// Subject and body, judged synchronously at every way out. A text that cannot be read is not let out.

import type { Finding } from "../../core/index.ts";
import type { Draft } from "../../hosts/host.ts";
import type { RuleGate } from "./rule_gate.ts";
import { warns } from "./rule_words.ts";

export interface TextTrouble {
	/** unreadable: the body could not be read at all */
	readonly where: "body" | "subject" | "unreadable";
	/** Null when unreadable. */
	readonly finding: Finding | null;
}

export interface WarnedText {
	readonly finding: Finding;
	/** The same while the same rules warn. */
	readonly key: string;
}

export class LetterText {
	readonly #draft: Draft;
	readonly #gate: RuleGate;

	constructor(draft: Draft, gate: RuleGate) {
		this.#draft = draft;
		this.#gate = gate;
	}

	/** What stands in the way of letting the text out; null when nothing does. Without any rules nothing can be found
	 *  here: the panel says so, and the mail server judges the text with its own set. */
	trouble(): TextTrouble | null {
		const body = this.#lines();
		if (body === null) return { where: "unreadable", finding: null };
		const ofBody = this.#gate.judgeText(body, "body.text");
		if (ofBody?.secrecy === "marked") return { where: "body", finding: ofBody };
		const ofSubject = this.#gate.judgeText([this.#draft.subject()], "subject");
		return ofSubject?.secrecy === "marked" ? { where: "subject", finding: ofSubject } : null;
	}

	/** What a rule says that only warns so far: it is asked about, once a letter, and stops nothing. */
	warned(): WarnedText | null {
		const body = this.#lines();
		const findings = [
			body === null ? null : this.#gate.judgeText(body, "body.text"),
			this.#gate.judgeText([this.#draft.subject()], "subject"),
		];
		const hits = findings.flatMap((finding) => finding?.hits ?? []).filter((hit) => warns(this.#gate.bundle, hit));
		const finding = findings.find((one) => one?.hits.some((hit) => hits.includes(hit)));
		return finding
			? { finding: { ...finding, hits }, key: [...new Set(hits.map(({ id }) => id))].sort().join() }
			: null;
	}

	/** Nothing is decided by it. */
	countInShadow(): void {
		this.#gate.countInShadow(this.#lines(), this.#draft.subject());
	}

	#lines(): readonly string[] | null {
		try {
			return this.#draft.bodyLines();
		} catch {
			return null;
		}
	}
}
