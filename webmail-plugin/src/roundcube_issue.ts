// The part of the compose page that opens "Phát hành".

import type { Surface } from "./hosts/host.ts";
import { sessionStorageOf } from "./hosts/roundcube/storage.ts";
import { openIssueDialog } from "./ui/issuance/issue_dialog.ts";
import type { IssueParts } from "./ui/issuance/issue_view.ts";
import { ActingPerson } from "./ui/letter/acting_person.ts";
import { loadTexts } from "./ui/texts.ts";

export type KnownParts = Omit<IssueParts, "texts" | "person">;

export interface Official {
	readonly login: string;
	readonly language: string;
}

export async function openIssue(known: KnownParts, { login, language }: Official, surface: Surface): Promise<void> {
	const person = new ActingPerson(sessionStorageOf(window), login);
	openIssueDialog({ ...known, texts: await loadTexts(language), person }, surface);
}
