// For tests: a letter to the agency, an open one of a citizen unless changed, and a message that is read.

import type { Reading, ShownFile } from "../../hosts/host.ts";
import type { Letter, Proposals } from "../letter/deeds.ts";

export const NO_PROPOSALS: Proposals = {
	paperSymbol: "",
	paperOn: "",
	urgency: "",
	askedOn: "",
	askedIn: "",
	askedFrom: "",
	addressees: "",
	handling: { lead: "", helpers: "", dueOn: "" },
	matter: "",
	person: "Trần Thị Vân",
	now: "2026-11-05T16:00",
	recallIsDone: false,
	isSubmitted: false,
	needsPaper: false,
};

export function letterLike(changed: Partial<Letter> = {}): Letter {
	return {
		id: "7",
		referenceCode: "TDT.H55.05-261105-K7PXQ",
		senderClass: "CITIZEN",
		sender: "congdan@nguoidan.example",
		mailbox: "sokhcn@thainguyen.gov.vn",
		messageId: "a@nguoidan.example",
		receivedAt: "2026-11-05T02:12:30Z",
		standing: "OPEN",
		expected: "ANSWER",
		awaitsAnswer: true,
		matter: "",
		urgency: "",
		dueAt: "2026-11-12T10:00:00Z",
		receiptDueAt: null,
		taskDueOn: null,
		acknowledgedAt: null,
		answeredAt: null,
		answeredBy: null,
		settledAt: null,
		workingSeconds: 11_520,
		overdue: false,
		disputed: false,
		closedBecause: "",
		passedTo: "",
		cameFrom: "",
		recalled: "",
		registerNumber: "",
		paperSymbol: "",
		paperOn: null,
		dossiers: [],
		satisfied: null,
		shielded: null,
		...changed,
	};
}

/** A paper of another agency, of which nothing was noted yet. */
export function paperLike(changed: Partial<Letter> = {}): Letter {
	return letterLike({
		senderClass: "AGENCY",
		sender: "Ủy ban nhân dân xã Phú Lương",
		standing: "NOT_AWAITED",
		expected: "ACKNOWLEDGE",
		awaitsAnswer: false,
		dueAt: null,
		receiptDueAt: "2026-11-05T10:00:00Z",
		...changed,
	});
}

export class FakeReading implements Reading {
	messageId = "a@nguoidan.example";
	isSent = false;
	title = "Đề nghị";
	lines: string[] = [];
	subject = () => this.title;
	bodyLines = () => this.lines;
	attached: ShownFile[] = [];
	files = () => this.attached;
}
