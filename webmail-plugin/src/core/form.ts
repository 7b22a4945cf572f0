import type { DocumentKind } from "./rule.ts";
import type { DocumentForm, Page } from "./verdict.ts";

/** Read number, date, kind, subject, urgency, Kính gửi and Nơi nhận off the paper (NĐ 30/2020). */
export declare function readForm(pages: readonly Page[], kinds: readonly DocumentKind[]): DocumentForm;
