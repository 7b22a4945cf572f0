// Today's checks of the agency's boxes, as the backend computed them, and a check that somebody declares by name.

import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import {
	type ChecksOfDayFragment,
	MailboxChecksOperation,
	NoteMailboxCheckOperation,
} from "../../../webmail-plugin/src/api/generated.ts";
import { dayInVietnam } from "../settings/quiet_hours.ts";
import { unguessable } from "../sign_in/proof_key.ts";

export type BoxChecks = ChecksOfDayFragment["boxes"][number];
export type CheckWindow = BoxChecks["windows"][number];

/** None where the log-in speaks for no agency, or may not see them. @throws BackendProblem */
export async function checksOfToday(backend: Asks, agency: string, now: Date): Promise<readonly BoxChecks[]> {
	if (agency === "") return [];
	const { mailboxChecks } = await backend.ask(MailboxChecksOperation, { agency, day: dayInVietnam(now) });
	return mailboxChecks.__typename === "MailboxChecks" ? mailboxChecks.boxes : [];
}

/** The day with that check in it; null where the backend does not take it. @throws BackendProblem */
export async function noteCheck(
	backend: Asks,
	agency: string,
	mailbox: string,
	person: string,
): Promise<readonly BoxChecks[] | null> {
	const id = unguessable().slice(0, 22);
	const { noteMailboxCheck } = await backend.ask(NoteMailboxCheckOperation, { id, agency, mailbox, person });
	return noteMailboxCheck.__typename === "MailboxChecks" ? noteMailboxCheck.boxes : null;
}

/** The box that was chosen; all of the agency's where none was, or it is not among them. */
export function followedBoxes(boxes: readonly BoxChecks[], chosen: string): readonly BoxChecks[] {
	const own = boxes.filter(({ mailbox }) => mailbox.toLowerCase() === chosen.toLowerCase());
	return own.length > 0 ? own : boxes;
}
