// The few words needed before anything else is there. Taken at once: a dead extension gives none.

import { browser } from "wxt/browser";
import { isAlive } from "./alive.ts";

export interface Words {
	readonly label: string;
	/** What a picture inside a letter is called; a number follows. */
	readonly drawn: string;
	readonly checking: string;
	/** Why nothing passes now. */
	readonly missing: string;
	readonly retry: string;
}

export function gateWords(): Words {
	const of = (name: string) => browser.i18n.getMessage(`gate_${name}`);
	const [missing, gone] = [of("missing"), of("gone")];
	return {
		label: of("label"),
		drawn: of("drawn"),
		checking: of("checking"),
		retry: of("retry"),
		get missing() {
			return isAlive() ? missing : gone;
		},
	};
}
