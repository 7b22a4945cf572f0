// The backend as the parts of Roundcube's pages ask it.

import { Backend } from "./api/backend.ts";
import { PluginSession } from "./api/session.ts";
import type { PageSettings } from "./hosts/roundcube/rcmail.ts";
import type { RoundcubeServer } from "./hosts/roundcube/server.ts";

export function backendOf(settings: PageSettings, server: RoundcubeServer): Backend {
	const ask: typeof fetch = (url, init) => fetch(url, init);
	const session = new PluginSession(settings.backend_url, () => server.token(), ask);
	return new Backend(settings.backend_url, session, ask);
}
