import type { DocumentKind } from "./rule.ts";
import type { DocumentForm, Page } from "./verdict.ts";

/** Read number, date, kind, subject, urgency, Kính gửi and Nơi nhận off the paper (NĐ 30/2020). */
export declare function readForm(pages: readonly Page[], kinds: readonly DocumentKind[]): DocumentForm;

/** The form of what is no paper, or of none that could be read. */
export const NO_FORM: DocumentForm = {
	kind: null,
	kindName: null,
	number: null,
	issuedOn: null,
	subject: null,
	urgency: null,
	kinhGui: [],
	noiNhan: [],
};
