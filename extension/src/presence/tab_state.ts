// What the toolbar's popup says of the page that is open.

import type { Standing } from "../messages.ts";
import { isListed } from "../settings/hosts.ts";

export type TabState = Standing["guard"] | "not_listed" | "not_running";

export function tabState(url: string | undefined, hosts: readonly string[], standing: Standing | null): TabState {
	if (url === undefined || !isListed(hosts, url)) return "not_listed";
	return standing === null ? "not_running" : standing.guard;
}
