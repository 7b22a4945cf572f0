// For tests: an issued paper that reached one of its two recipients.

import type { IssuedDocument, IssuedLine } from "../issuance/issuance_desk.ts";

export function lineLike(changed: Partial<IssuedLine> = {}): IssuedLine {
	return {
		ordinal: 1,
		entry: 1,
		text: "Các sở, ban, ngành",
		recipientCode: "H55.07",
		recipientName: "Sở Tài chính",
		address: "sotaichinh@thainguyen.gov.vn",
		coverage: "IN_MAILBOX",
		covered: true,
		at: "2026-11-05T02:12:30Z",
		reason: null,
		...changed,
	};
}

export function documentLike(changed: Partial<IssuedDocument> = {}): IssuedDocument {
	return {
		id: "D1",
		symbol: "21/QĐ-SKHCN",
		kind: "QĐ",
		issuedOn: "2026-11-05",
		pages: 12,
		copies: 1,
		recordedAt: "2026-11-05T02:10:00Z",
		recordedBy: "Nguyễn Thị Vân",
		messages: 1,
		recalled: null,
		link: null,
		lines: [
			lineLike(),
			lineLike({
				ordinal: 2,
				entry: 2,
				text: "",
				recipientCode: "",
				recipientName: "",
				address: "",
				coverage: "NOT_SENT",
				covered: false,
				at: null,
			}),
		],
		saved: { pages: 12, copies: 1, recipients: 1, sheets: 12, sheetsTwoSided: 6 },
		...changed,
	};
}
