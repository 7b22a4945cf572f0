// The closed lists of acts as the backend has them (backend/correspondence/acts.py). Codes are sent, words are shown.

import type { Act } from "../../api/generated.ts";

export const REASONS = {
	RETURNED: ["wrong_addressee", "not_valid", "incomplete", "unreadable", "other"],
	NO_ANSWER_NEEDED: ["thanks", "information", "duplicate", "advertising", "anonymous", "other"],
	EXTENDED: ["complex", "waits_for_others", "more_papers", "force_majeure"],
	DISPUTED: ["not_ours", "wrong_time", "answered_otherwise", "wrong_class", "robot", "other"],
	RECALLED: ["content", "form", "wrong_recipient", "wrong_file", "not_signed", "other"],
} as const;
export const CHANNELS = ["qlvb", "paper", "phone", "in_person"] as const;
export const SENDER_CLASSES = ["agency", "citizen", "business"] as const;
export const URGENCIES = ["HOA_TOC", "THUONG_KHAN", "KHAN"] as const;
export const RECALLS = ["RECALLED", "REPLACED", "CORRECTED"] as const;

export type Reason = (typeof REASONS)[keyof typeof REASONS][number];
export type Urgency = (typeof URGENCIES)[number];

/** What a clerk can note about a letter here. */
export const NOTED = [
	"ACKNOWLEDGED",
	"REGISTERED",
	"SUBMITTED",
	"ASSIGNED",
	"RETURNED",
	"CLASSIFIED",
	"MATTER_SET",
	"ANSWER_ASKED",
	"ANSWER_LINKED",
	"ANSWERED_ELSEWHERE",
	"NO_ANSWER_NEEDED",
	"SENDERS_TURN",
	"PASSED_ON",
	"EXTENDED",
	"SETTLED",
	"REOPENED",
	"MERGED",
	"VALID_PAPER",
	"SHIELDED",
	"UNSHIELDED",
	"DISPUTED",
	"DISPUTE_CLOSED",
	"RECALL_DONE",
] as const satisfies readonly Act[];
export type Noted = (typeof NOTED)[number];
