// Everything that can be set, by a policy of the browser's (managed storage) or, where there is none, by the official.
// Names in storage are those of the policy files (deploy/policies) and of public/managed_schema.json.

import type { TrustedKey } from "../../../webmail-plugin/src/core/index.ts";
import { isPattern } from "./hosts.ts";
import { isTime, type QuietHours } from "./quiet_hours.ts";

export interface Settings {
	/** Without a slash at its end; "" while nobody has set it. */
	readonly backend_url: string;
	/** Webmails the guard works in, as match patterns: "https://mail.tinh.gov.vn/*". */
	readonly hosts: readonly string[];
	/** Whose signature makes a set of rules valid. */
	readonly trusted_keys: readonly TrustedKey[];
	/** People who must have signed the rules. */
	readonly rule_approvals: 1 | 2;
	/** On a page no adapter knows, recipients are unknown: a file that cannot be read is refused, or confirmed by name. */
	readonly unreadable_to_unknown: "refuse" | "ask";
	/** "" is the browser's own. */
	readonly language: "" | "vi" | "en";
	/** No notice is shown then; null: at any hour. Vietnam's time. */
	readonly quiet_hours: QuietHours | null;
	/** The agency's box that news is about; "" is the one the directory gives to the log-in. */
	readonly agency_box: string;
	readonly notify_new_mail: boolean;
	readonly notify_checks: boolean;
	readonly notify_due: boolean;
	/** Whether notices say the codes of letters; never who wrote, or what about. */
	readonly notice_details: boolean;
}

export type SettingName = keyof Settings;

/** What holds where nothing is set. */
export const DEFAULTS: Settings = {
	backend_url: "",
	hosts: [],
	trusted_keys: [],
	rule_approvals: 1,
	unreadable_to_unknown: "refuse",
	language: "",
	quiet_hours: { from: "18:00", to: "07:00" },
	agency_box: "",
	notify_new_mail: true,
	notify_checks: true,
	notify_due: true,
	notice_details: false,
};

export const SETTING_NAMES = Object.keys(DEFAULTS) as readonly SettingName[];

const isBoolean = (value: unknown): boolean => typeof value === "boolean";

/** Whether a value means something; a list with one bad entry means nothing as a whole. */
const ACCEPTED: { readonly [Name in SettingName]: (value: unknown) => boolean } = {
	backend_url: (value) => value === "" || isBackend(value),
	hosts: (value) => Array.isArray(value) && value.every(isPattern),
	trusted_keys: (value) => Array.isArray(value) && value.every(isKey),
	rule_approvals: (value) => value === 1 || value === 2,
	unreadable_to_unknown: (value) => value === "refuse" || value === "ask",
	language: (value) => value === "" || value === "vi" || value === "en",
	quiet_hours: (value) => value === null || isQuietHours(value),
	agency_box: (value) => value === "" || (typeof value === "string" && /^[^\s@]+@[^\s@]+$/u.test(value)),
	notify_new_mail: isBoolean,
	notify_checks: isBoolean,
	notify_due: isBoolean,
	notice_details: isBoolean,
};

export function accepts(name: SettingName, value: unknown): boolean {
	return ACCEPTED[name](value);
}

/** http only for this computer itself: tokens go there. */
function isBackend(value: unknown): boolean {
	if (typeof value !== "string" || value.endsWith("/") || !URL.canParse(value)) return false;
	const { protocol, hostname, search, hash, username } = new URL(value);
	if (search !== "" || hash !== "" || username !== "") return false;
	return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}

function isKey(value: unknown): boolean {
	if (typeof value !== "object" || value === null) return false;
	const { kty, crv, x } = value as Readonly<Record<string, unknown>>;
	return kty === "OKP" && crv === "Ed25519" && typeof x === "string" && /^[\w-]{43}$/u.test(x);
}

function isQuietHours(value: unknown): boolean {
	if (typeof value !== "object" || value === null) return false;
	const { from, to } = value as Readonly<Record<string, unknown>>;
	return isTime(from) && isTime(to);
}
