// Whether verdicts wait in the browser, without the code that delivers them.

const NONE = "[]";

/** The name under which the queue of a log-in is kept. */
export function queueName(login: string): string {
	return `congvu.reports.${login}`;
}

export function waitingReports(storage: Storage, login: string): boolean {
	return (storage.getItem(queueName(login)) ?? NONE) !== NONE;
}
