// Who may send a letter: SOGo writes the accounts of its log-in into the mail page, as text of a script.

import { normaliseAddress } from "../../core/addresses.ts";
import { SELECTORS } from "./selectors.ts";

const ACCOUNTS = /\bvar mailAccounts = (\[.*\]);\s*$/mu;

/** Addresses of every identity, lower case, each once; none where the page does not say (a letter's own window). */
export function identitiesOf(page: ParentNode): readonly string[] {
	const scripts = [...page.querySelectorAll(SELECTORS.scripts)];
	const written = scripts.map(({ textContent }) => ACCOUNTS.exec(textContent ?? "")?.[1]).find((found) => found);
	return written === undefined ? [] : [...new Set(addressesIn(written))];
}

function addressesIn(written: string): string[] {
	try {
		const accounts: unknown = JSON.parse(written);
		return listOf(accounts, "identities")
			.map(({ email }) => (typeof email === "string" ? normaliseAddress(email) : ""))
			.filter((address) => address !== "");
	} catch {
		return [];
	}
}

function listOf(accounts: unknown, key: string): Record<string, unknown>[] {
	if (!Array.isArray(accounts)) return [];
	return accounts.flatMap((account: unknown) => {
		const list = isRecord(account) ? account[key] : null;
		return Array.isArray(list) ? list.filter(isRecord) : [];
	});
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}
