// Rules as they stand in the bundle (rules/schema/rule.schema.json). They were checked when the bundle was built and
// again by the server; here an unknown kind is refused, nothing is ignored.

import type { StageRow } from "./stages.ts";
import type { Level, Where } from "./verdict.ts";

export type Effect = "mark" | "declassify" | "restrict" | "ask" | "mandatory" | "encouraged";
type Case = "exact" | "any";

export type WrittenMatch =
	| {
			readonly kind: "line";
			readonly phrases: readonly string[];
			readonly levels?: Readonly<Record<string, Level>>;
			readonly case?: Case;
	  }
	| {
			readonly kind: "line_start";
			readonly phrases: readonly string[];
			readonly case?: Case;
			readonly only_pages?: readonly number[];
	  }
	| { readonly kind: "since"; readonly phrases: readonly string[] }
	| { readonly kind: "phrase"; readonly phrases: readonly string[]; readonly case?: Case }
	| {
			readonly kind: "near";
			readonly first: readonly string[];
			readonly second: readonly string[];
			readonly within: number;
			readonly case?: Case;
	  }
	| { readonly kind: "pattern"; readonly pattern: string; readonly literal: string; readonly case?: Case }
	| {
			readonly kind: "field";
			readonly field: FormField;
			readonly in?: readonly string[];
			readonly contains?: readonly string[];
	  }
	| { readonly kind: "any" | "all"; readonly of: readonly WrittenMatch[] };

export type FormField = "kind" | "number" | "urgency" | "subject" | "kinh_gui" | "noi_nhan";

export interface Rule {
	/** Never changes. */
	readonly id: string;
	readonly title: string;
	readonly title_en: string;
	/** The point of the directive or law this rule carries out; shown to the official. */
	readonly source: string;
	readonly why: string;
	readonly why_en: string;
	readonly family: string;
	readonly effect: Effect;
	readonly looks_at: readonly Where[];
	readonly match: WrittenMatch;
	/** Absent: enforced. */
	readonly stages?: readonly StageRow[];
}

/** A kind of document (rules/form/kinds.toml). */
export interface DocumentKind {
	readonly code: string;
	readonly name: string;
	readonly name_en: string;
	/** What stands first in the symbol ("15/QĐ-BNV"); case matters. */
	readonly abbreviations: readonly string[];
	/** Lines in capitals that name the kind: a whole line, or its beginning. */
	readonly titles: readonly string[];
	/** Not of NĐ 30/2020: known so that it is not taken for a công văn, reported as no kind. */
	readonly outside?: boolean;
}
