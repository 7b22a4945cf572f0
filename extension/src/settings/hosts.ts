// Which pages a match pattern means. Only the patterns a province needs: a scheme, one host or its subdomains, a path.

const PATTERN = /^(https?):\/\/((?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d{1,5}))?(\/[\w%./~+-]*\*?)$/u;

/** No pattern for every page there is. */
export function isPattern(value: unknown): boolean {
	return typeof value === "string" && PATTERN.test(value);
}

/** Whether one of the patterns means this page. */
export function isListed(hosts: readonly string[], url: string): boolean {
	return hosts.some((pattern) => matches(pattern, url));
}

function matches(pattern: string, url: string): boolean {
	const [, scheme, host, port, path] = PATTERN.exec(pattern) ?? [];
	if (scheme === undefined || host === undefined || path === undefined || !URL.canParse(url)) return false;
	const page = new URL(url);
	if (page.protocol !== `${scheme}:` || (port !== undefined && page.port !== port)) return false;
	const isHost = host.startsWith("*.")
		? page.hostname === host.slice(2) || page.hostname.endsWith(host.slice(1))
		: page.hostname === host;
	return isHost && isPath(path, page.pathname);
}

function isPath(pattern: string, path: string): boolean {
	return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** Where an official begins: the page of the first pattern that names one host. */
export function startPage(hosts: readonly string[]): string | null {
	const pattern = hosts.find((one) => !one.includes("://*."));
	return pattern === undefined ? null : pattern.replace(/\*$/u, "");
}

/** As the browser takes patterns: Firefox knows no ports in them. */
export function browserPatterns(hosts: readonly string[]): string[] {
	return import.meta.env.FIREFOX ? hosts.map((host) => host.replace(/:\d+\//u, "/")) : [...hosts];
}
