// Where the backend explains why a letter or a file was stopped (backend/classification/refusal.py).

import type { MailRefusal } from "../../hosts/host.ts";
import type { Texts } from "../texts.ts";
import type { FileEntry } from "./file_entry.ts";
import type { TextTrouble } from "./letter_text.ts";
import type { PanelAlert } from "./panel_view.ts";

export type Reason =
	| "dau-mat"
	| "khong-doc-duoc"
	| "hinh-giong-dau"
	| "can-xac-nhan"
	| "chua-co-quy-tac"
	| "chua-kiem-tra-duoc";

const OF_REFUSALS: Record<MailRefusal["kind"], Reason> = {
	marked: "dau-mat",
	unreadable: "khong-doc-duoc",
	confirm: "can-xac-nhan",
	later: "chua-kiem-tra-duoc",
};

/** Opens the page of a reason. */
export type Explain = (reason: Reason) => void;

export function helpPage(backendUrl: string, reason: Reason, texts: Texts): string {
	return `${backendUrl}/huong-dan/vi-sao/${reason}${texts.language === "vi" ? "" : `?lang=${texts.language}`}`;
}

/** The alert with a last button that explains it. */
export function explained(alert: PanelAlert, reason: Reason, texts: Texts, explain: Explain): PanelAlert {
	const button = { label: texts("button.why"), press: () => explain(reason) };
	return { ...alert, buttons: [...alert.buttons, button] };
}

export function reasonOfRefusal({ kind }: MailRefusal): Reason {
	return OF_REFUSALS[kind];
}

/** Why a file may not go to the people chosen. */
export function reasonOfStop({ finding }: FileEntry): Reason {
	return finding?.secrecy === "uncertain" ? "hinh-giong-dau" : "khong-doc-duoc";
}

/** Why the letter's own words may not go. */
export function reasonOfText({ where, finding }: TextTrouble): Reason {
	return finding === null || where === "unreadable" ? "chua-kiem-tra-duoc" : "dau-mat";
}
