// The rules this browser goes by: one keeper for the whole background, so that pages that ask together ask once.

import type { KeptBundle } from "../messages.ts";
import type { Settings } from "../settings/settings.ts";
import { lasting } from "../shelf.ts";
import { BundleKeeper } from "./bundle_keeper.ts";

const keeper = new BundleKeeper(lasting());

/** @param retry asks past the back-off */
export async function keptRules(settings: Settings, retry: boolean): Promise<KeptBundle> {
	if (settings.backend_url === "") return { written: null, refused: null };
	return await keeper.bundle(settings, retry);
}
