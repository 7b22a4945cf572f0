// Settings as they stand: what a policy sets wins over what the official chose; a value that means nothing is named and
// not used, not even in part, and one of a policy's is not replaced by the official's.

import { browser } from "wxt/browser";
import { accepts, DEFAULTS, SETTING_NAMES, type SettingName, type Settings } from "./settings.ts";

export type Source = "policy" | "official";

export interface StoredSettings {
	readonly settings: Settings;
	/** Set by a policy, valid or not: nothing the official can change. */
	readonly fixed: ReadonlySet<SettingName>;
	readonly invalid: readonly { readonly name: string; readonly source: Source }[];
	/** Whether the browser is managed at all. */
	readonly isManaged: boolean;
}

const OWN = "settings"; // in storage.local
type Values = Readonly<Record<string, unknown>>;

export async function storedSettings(): Promise<StoredSettings> {
	return settingsFrom(await managed(), await own());
}

/** @throws TypeError for a value that means nothing */
export async function changeSetting<Name extends SettingName>(name: Name, value: Settings[Name]): Promise<void> {
	if (!accepts(name, value)) throw new TypeError(`${name} means nothing`);
	await browser.storage.local.set({ [OWN]: { ...(await own()), [name]: value } });
}

export function settingsFrom(policy: Values, official: Values): StoredSettings {
	const fixed = new Set(SETTING_NAMES.filter((name) => name in policy));
	const chosen = Object.fromEntries(Object.entries(official).filter(([name]) => !(name in policy)));
	const invalid = [...unusable(policy, "policy"), ...unusable(chosen, "official")];
	const usable = ([name, value]: [string, unknown]) => isName(name) && accepts(name, value);
	const used = Object.fromEntries([...Object.entries(chosen), ...Object.entries(policy)].filter(usable));
	return { settings: { ...DEFAULTS, ...used }, fixed, invalid, isManaged: Object.keys(policy).length > 0 };
}

function unusable(values: Values, source: Source): { name: string; source: Source }[] {
	const bad = Object.keys(values).filter((name) => !isName(name) || !accepts(name, values[name]));
	return bad.map((name) => ({ name, source }));
}

function isName(name: string): name is SettingName {
	return Object.hasOwn(DEFAULTS, name);
}

/** Firefox refuses the question where there is no policy. */
async function managed(): Promise<Values> {
	return await browser.storage.managed.get(null).catch(() => ({}));
}

async function own(): Promise<Values> {
	const { [OWN]: kept } = await browser.storage.local.get(OWN);
	return typeof kept === "object" && kept !== null ? (kept as Values) : {};
}
