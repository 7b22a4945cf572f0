// The plugin's actions in PHP (congvu.php): the signed bundle, a token for the log-in of this session, and where a
// message lies.

import { type BundleRefusal, REFUSALS } from "../../core/errors.ts";
import type { WebmailServer } from "../host.ts";
import type { Roundcube } from "./rcmail.ts";

const TIME_LIMIT_MILLISECONDS = 8_000;

export class RoundcubeServer implements WebmailServer {
	readonly #roundcube: Roundcube;
	refused: BundleRefusal | null = null;

	constructor(roundcube: Roundcube) {
		this.#roundcube = roundcube;
	}

	async bundle(retry: boolean): Promise<string | null> {
		const query: Record<string, string> = retry ? { _retry: "1" } : {};
		const answer = await fetch(this.#roundcube.url("mail/plugin.congvu_bundle", query), {
			credentials: "same-origin",
			cache: "no-cache", // ask every time, by ETag
			signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
		});
		this.refused = refusalOf(answer.headers.get("congvu-refused"));
		const isBundle = answer.headers.get("content-type") === "application/jose";
		return answer.ok && isBundle ? answer.text() : null;
	}

	async token(): Promise<string> {
		const answer = await fetch(this.#roundcube.url("mail/plugin.congvu_token", { _remote: "1" }), {
			method: "POST",
			credentials: "same-origin",
			headers: { "X-Roundcube-Request": this.#roundcube.env.request_token },
			signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
		});
		const body: unknown = answer.ok ? await answer.json() : null;
		if (typeof body === "object" && body !== null && "token" in body && typeof body.token === "string") {
			return body.token;
		}
		throw new Error("the webmail does not vouch for this session");
	}

	/** The address of the page that shows a message of this mailbox; null where there is none. */
	async pageOf(messageId: string): Promise<string | null> {
		const query = { _message_id: messageId, _remote: "1" };
		const answer = await fetch(this.#roundcube.url("mail/plugin.congvu_find", query), {
			credentials: "same-origin",
			signal: AbortSignal.timeout(TIME_LIMIT_MILLISECONDS),
		});
		const found: unknown = answer.ok ? await answer.json() : null;
		if (typeof found !== "object" || found === null || !("uid" in found) || !("mailbox" in found)) return null;
		return this.#roundcube.url("mail/show", { _uid: String(found.uid), _mbox: String(found.mailbox) });
	}
}

function refusalOf(word: string | null): BundleRefusal | null {
	return REFUSALS.find((refusal) => refusal === word) ?? null;
}
