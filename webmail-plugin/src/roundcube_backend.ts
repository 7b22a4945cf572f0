// The backend as the parts of Roundcube's pages ask it.

import { Backend } from "./api/backend.ts";
import { PluginSession } from "./api/session.ts";
import type { PageSettings } from "./hosts/roundcube/rcmail.ts";
import type { RoundcubeServer } from "./hosts/roundcube/server.ts";

const ask: typeof fetch = (url, init) => fetch(url, init);

export function backendOf(settings: PageSettings, server: RoundcubeServer): Backend {
	return new Backend(settings.backend_url, sessionOf(settings, server), ask);
}

/** The same, for a part that shares its session with what it follows. */
export function sessionOf(settings: PageSettings, server: RoundcubeServer): PluginSession {
	return new PluginSession(settings.backend_url, () => server.token(), ask);
}

export function backendWith(settings: PageSettings, session: PluginSession): Backend {
	return new Backend(settings.backend_url, session, ask);
}
