// A notice in words. It stands on a screen that others see: how many, never who wrote or what about.

import type { Settings } from "../settings/settings.ts";
import type { Texts } from "../texts.ts";
import type { Notice } from "./plan.ts";

export interface Words {
	readonly title: string;
	readonly message: string;
}

export function noticeWords(texts: Texts, notice: Notice, settings: Settings): Words {
	const { kind, count, overdue, from, to, codes } = notice;
	switch (kind) {
		case "new_mail":
			return {
				title: texts("notice.new_mail", { box: settings.agency_box || texts("notice.box"), count }),
				message: settings.notice_details
					? texts("notice.new_mail_codes", { codes: codes.join(", ") })
					: texts("notice.new_mail_text"),
			};
		case "check":
			return { title: texts("notice.check", { from, to }), message: texts("notice.check_text") };
		case "due":
			return {
				title: overdue > 0 ? texts("notice.due_overdue", { count, overdue }) : texts("notice.due", { count }),
				message: texts("notice.due_text"),
			};
	}
}
