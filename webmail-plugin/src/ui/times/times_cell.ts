import { html, type TemplateResult } from "lit";

/** Its label stands before it where the table folds into cards. */
export function cell(label: string, content: unknown, name: string): TemplateResult {
	return html`<td data-label=${label} data-cell=${name}>${content}</td>`;
}
