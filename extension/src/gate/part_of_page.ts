// A part of the content script, a module beside it, loaded when there is something to do. The addresses are written out
// where they are asked for: one that is put together could be any, to whoever reviews the package, and would need the
// browser's API for extensions, which no page should pay for without need. A module's own address is the extension's, and
// so are these (for the first of them see entrypoints/gate.ts).

import { Part } from "../../../webmail-plugin/src/part.ts";

/** @param addresses each loads the same by another address: browsers remember of one that it failed */
export function partOfPage<Module>(...addresses: readonly (() => Promise<unknown>)[]): Part<Module> {
	return new Part<Module>((failures) => {
		const load = addresses[Math.min(failures, addresses.length - 1)];
		return load === undefined ? Promise.reject(new TypeError("no address")) : load();
	});
}
