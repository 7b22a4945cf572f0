// Rules as they stand in the bundle (rules/schema/rule.schema.json).

export type Effect = "mark" | "declassify" | "mandatory" | "encouraged";

export interface Rule {
	readonly id: string;
	readonly title: string;
	readonly title_en: string;
	/** The point of the directive or law this rule carries out; shown to the official. */
	readonly source: string;
	readonly family: string;
	readonly effect: Effect;
}

export interface DocumentKind {
	readonly code: string;
	readonly name: string;
}
