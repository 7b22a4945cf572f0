// What the panel shows: plain data, made from what the guard knows.

export interface PanelButton {
	readonly label: string;
	/** What a screen reader says, where the label alone does not tell two buttons apart. */
	readonly description?: string;
	readonly main?: boolean;
	press(): void;
}

/** stop: it does not leave · ask: a person has to confirm · hint: something can be done */
export type Tone = "stop" | "ask" | "hint";

export interface PanelAlert {
	/** The same for the same matter, so that it is read out once. */
	readonly id: string;
	readonly tone: Tone;
	readonly title: string;
	readonly paragraphs: readonly string[];
	/** Facts in small print: sign, place, source. */
	readonly facts: readonly string[];
	/** A list with its heading. */
	readonly steps: { readonly title: string; readonly lines: readonly string[] } | null;
	readonly buttons: readonly PanelButton[];
}

/** A quiet line; its reasons open on a click. */
export interface PanelChip {
	readonly id: string;
	readonly text: string;
	readonly done: boolean;
	readonly reasons: readonly string[];
}

export interface PanelStatus {
	readonly text: string;
	readonly tone: "busy" | "trouble";
	readonly button: PanelButton | null;
}

export interface PanelView {
	readonly label: string;
	readonly statuses: readonly PanelStatus[];
	readonly alerts: readonly PanelAlert[];
	readonly chips: readonly PanelChip[];
}

const NOTHING = { paragraphs: [], facts: [], steps: null, buttons: [] } as const;

/** An alert of which only what is needed is named. */
export function alertOf(alert: Pick<PanelAlert, "id" | "tone" | "title"> & Partial<PanelAlert>): PanelAlert {
	return { ...NOTHING, ...alert };
}
