// What of a compose form is not where the gate expects it, as codes for the page that says who is protected.

import { SELECTORS } from "./selectors.ts";

const EXPECTED = {
	panel: [SELECTORS.panel],
	recipients: SELECTORS.recipients,
	sender: [SELECTORS.sender],
	subject: [SELECTORS.subject],
	body: [SELECTORS.body],
	headers: [SELECTORS.headers],
} as const;

export function missingOnCompose(page: ParentNode): string[] {
	return Object.entries(EXPECTED)
		.filter(([, selectors]) => selectors.some((selector) => page.querySelector(selector) === null))
		.map(([code]) => code);
}
