// What the toolbar's popup says of the page that is open.

import { isListed } from "../settings/hosts.ts";
import type { Guarding } from "./guarding.ts";

export type TabState = Guarding["by"] | "not_listed" | "not_running";

export function tabState(url: string | undefined, hosts: readonly string[], guarding: Guarding | null): TabState {
	if (url === undefined || !isListed(hosts, url)) return "not_listed";
	return guarding === null ? "not_running" : guarding.by;
}
