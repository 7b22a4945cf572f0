// The browser's API for extensions, for what runs on pages: it is made when it is first touched, which takes half a
// millisecond and which most frames never need, so that no module there may touch it by being loaded.

import type { browser } from "wxt/browser";

type Api = typeof browser;

export function extensionApi(): Api {
	const { browser: standard, chrome } = globalThis as unknown as { readonly browser?: Api; readonly chrome: Api };
	return standard?.runtime?.id === undefined ? chrome : standard;
}
