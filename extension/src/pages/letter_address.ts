// Where a letter stands in the webmail of a tab. Roundcube is asked, by its plugin where there is one, else by its own
// search of the inbox; of other webmails no such question is known, and their start page has to do.

import { browser } from "wxt/browser";

/** What may stand between the quotes of an IMAP search. */
const PLAIN = /^[!#-[\]-~]{3,300}$/u;

/** Null where it is not found. */
export async function letterAddress(tab: number, messageId: string): Promise<string | null> {
	if (!PLAIN.test(messageId)) return null;
	const [answer] = await browser.scripting.executeScript({
		target: { tabId: tab },
		func: askRoundcube,
		args: [messageId],
	});
	return (answer?.result as string | null | undefined) ?? null;
}

/** Runs in the webmail's page, cut off from this module. */
async function askRoundcube(messageId: string): Promise<string | null> {
	const url = (query: Record<string, string>) =>
		`${location.pathname}?${new URLSearchParams({ _task: "mail", ...query })}`;
	const ask = async (query: Record<string, string>): Promise<Record<string, unknown>> => {
		const answer = await fetch(url({ _remote: "1", ...query }), {
			credentials: "same-origin",
			signal: AbortSignal.timeout(10_000),
		});
		return answer.ok ? await answer.json() : {};
	};
	const show = (uid: string, mailbox: string) => url({ _action: "show", _uid: uid, _mbox: mailbox });
	try {
		const { uid, mailbox } = await ask({ _action: "plugin.congvu_find", _message_id: messageId }).catch(
			() => ({}) as never,
		);
		if (uid !== undefined && mailbox !== undefined) return show(String(uid), String(mailbox));
		const inInbox = { _mbox: "INBOX", _scope: "base", _q: "", _filter: `HEADER MESSAGE-ID "${messageId}"` };
		const { exec } = await ask({ _action: "search", ...inInbox });
		const [, row] = /add_message_row\((\d+)/u.exec(String(exec ?? "")) ?? [];
		return row === undefined ? null : show(row, "INBOX");
	} catch {
		return null;
	}
}
