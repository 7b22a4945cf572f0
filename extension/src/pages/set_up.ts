// How far this browser is set up: its settings, the webmails the extension may not go into yet, whether somebody is in.

import { type StoredSettings, storedSettings } from "../settings/stored.ts";
import { passing } from "../shelf.ts";
import { DatabaseShelf } from "../sign_in/database_shelf.ts";
import { TokenStore } from "../sign_in/tokens.ts";
import { notAllowed } from "./permission.ts";

export interface SetUp {
	readonly stored: StoredSettings;
	readonly blocked: readonly string[];
	readonly isSignedIn: boolean;
}

export async function setUp(): Promise<SetUp> {
	const stored = await storedSettings();
	const blocked = await notAllowed(stored.settings.hosts);
	const isSignedIn = (await new TokenStore(new DatabaseShelf(), passing()).refresh()) !== null;
	return { stored, blocked, isSignedIn };
}
