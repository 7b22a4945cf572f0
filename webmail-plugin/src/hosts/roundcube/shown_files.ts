// The files of the message that Roundcube shows. Their bytes come by the address its own links give (mail/get).

import type { ShownFile } from "../host.ts";
import type { Roundcube } from "./rcmail.ts";

export function shownFiles(roundcube: Roundcube, page: Document): ShownFile[] {
	const { attachments = {}, uid = "", mailbox = "" } = roundcube.env;
	return Object.entries(attachments).flatMap(([part, mediaType]) => {
		if (typeof mediaType !== "string") return []; // on a page that writes a letter these are others
		const name = page.getElementById(`attach${part}`)?.querySelector(".attachment-name")?.textContent ?? "";
		const address = roundcube.url("mail/get", { _uid: String(uid), _mbox: mailbox, _part: part });
		return [{ name, mediaType, read: () => read(address, name) }];
	});
}

async function read(address: string, name: string): Promise<File> {
	const answer = await fetch(address, { credentials: "same-origin" });
	const type = answer.headers.get("content-type") ?? "";
	// after the session's end the log-in page comes instead, with status 200
	if (!answer.ok || answer.redirected || type.startsWith("text/html")) {
		throw new Error("the server did not give the attachment");
	}
	return new File([await answer.arrayBuffer()], name, { type });
}
