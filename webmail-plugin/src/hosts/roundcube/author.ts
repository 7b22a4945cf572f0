// Who says to have written the message that Roundcube shows.

import type { Author } from "../host.ts";
import type { ShownMessage } from "./rcmail.ts";

export function authorOf({ author }: ShownMessage): Author {
	return { address: author.address.toLowerCase(), name: author.name, replyTo: author.reply_to.toLowerCase() };
}
