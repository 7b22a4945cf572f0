// Whether the extension behind this content script still runs. Updated, switched off or removed, it leaves its scripts
// in the pages that are open: they hold on, and let nothing pass.

import { extensionApi } from "../extension_api.ts";

export function isAlive(): boolean {
	try {
		return extensionApi().runtime?.id !== undefined;
	} catch {
		return false;
	}
}
