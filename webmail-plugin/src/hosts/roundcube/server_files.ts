// Files the server holds for this draft: what a draft, reply or forward opened with, what was dropped from another
// mail, and what was uploaded. Their bytes come back by mail/display-attachment.

import type { AttachedFile } from "../host.ts";
import type { Roundcube, RoundcubeAttachment } from "./rcmail.ts";

const OURS = /^rcmfile/u; // upload and placeholder lines have other ids

export function serverFiles(roundcube: Roundcube, passed: (id: string) => File | null): AttachedFile[] {
	return Object.entries(roundcube.env.attachments ?? {})
		.filter(([id, attachment]) => OURS.test(id) && typeof attachment === "object")
		.map(([id, attachment]) => ({
			id,
			name: attachment.name ?? "",
			inBody: false,
			passed: passed(id),
			read: () => read(roundcube, id, attachment),
			remove: () => roundcube.http_post("remove-attachment", { _id: roundcube.env.compose_id ?? "", _file: id }),
			hold: (note) => {
				attachment.complete = note === null;
			},
		}));
}

async function read(roundcube: Roundcube, id: string, attachment: RoundcubeAttachment): Promise<File> {
	const query = { _id: roundcube.env.compose_id ?? "", _file: id };
	const answer = await fetch(roundcube.url("mail/display-attachment", query), { credentials: "same-origin" });
	const type = answer.headers.get("content-type") ?? "";
	// after the session's end the log-in page comes instead, with status 200
	if (!answer.ok || answer.redirected || !type.startsWith(attachment.mimetype ?? "")) {
		throw new Error("the server did not give the attachment back");
	}
	const bytes = await answer.arrayBuffer();
	if (bytes.byteLength === 0) throw new Error("the server gave an empty attachment back");
	return new File([bytes], attachment.name ?? "", { type });
}
