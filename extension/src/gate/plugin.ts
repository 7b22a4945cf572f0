// Whether the webmail's own plugin stands guard on a page: one guard is enough, and it sees more from inside.

/** What its PHP puts onto every page it serves (webmail-plugin/roundcube/congvu.php). */
const SIGNS = '#congvu-panel, script[src*="plugins/congvu/"]';

export function isPluginThere(page: Document): boolean {
	return page.querySelector(SIGNS) !== null;
}
