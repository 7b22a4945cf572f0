// What signing in gives (ADR 19): a bearer of fifteen minutes, which only this run of the browser keeps, and a refresh
// token, which is worth one new bearer and is spent by it.

import type { Shelf } from "../shelf.ts";

export interface Tokens {
	readonly token: string;
	/** ISO 8601. */
	readonly expires_at: string;
	readonly refresh_token: string;
	/** ISO 8601: after that, somebody signs in again. */
	readonly ends_at: string;
}

export interface Bearer {
	readonly token: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
}

export interface Refresh {
	readonly token: string;
	/** Milliseconds since 1970. */
	readonly endsAt: number;
}

const BEARER = "sign_in.bearer";
/** The name of the refresh token on its shelf. */
export const REFRESH = "sign_in.refresh";

export class TokenStore {
	readonly #lasting: Shelf;
	readonly #passing: Shelf;

	constructor(lasting: Shelf, passing: Shelf) {
		this.#lasting = lasting;
		this.#passing = passing;
	}

	/** The refresh token first: the old one is worth nothing any more, and whoever stops here can go on from it. */
	async keep({ token, expires_at, refresh_token, ends_at }: Tokens): Promise<Bearer> {
		await this.#lasting.set(REFRESH, { token: refresh_token, endsAt: Date.parse(ends_at) });
		const bearer = { token, expiresAt: Date.parse(expires_at) };
		await this.#passing.set(BEARER, bearer);
		return bearer;
	}

	async bearer(): Promise<Bearer | null> {
		return ((await this.#passing.get(BEARER)) as Bearer | undefined) ?? null;
	}

	/** Null: nobody is signed in. */
	async refresh(): Promise<Refresh | null> {
		return ((await this.#lasting.get(REFRESH)) as Refresh | undefined) ?? null;
	}

	async forgetBearer(): Promise<void> {
		await this.#passing.remove(BEARER);
	}

	async forgetAll(): Promise<void> {
		await this.#lasting.remove(REFRESH);
		await this.forgetBearer();
	}
}

export function areTokens(value: unknown): value is Tokens {
	if (typeof value !== "object" || value === null) return false;
	const { token, expires_at, refresh_token, ends_at } = value as Readonly<Record<string, unknown>>;
	return (
		[token, refresh_token].every((one) => typeof one === "string" && one !== "") &&
		isTime(expires_at) &&
		isTime(ends_at)
	);
}

function isTime(value: unknown): boolean {
	return typeof value === "string" && !Number.isNaN(Date.parse(value));
}
