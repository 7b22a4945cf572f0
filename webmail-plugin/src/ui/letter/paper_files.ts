// What the papers say that came with a letter. Files are read on this machine, when the clerk opens the letter; nothing of
// them leaves it but what the clerk confirms, and of a paper that carries a mark nothing is read.

import type { PaperSaid } from "../../core/paper_said.ts";
import type { Finding } from "../../core/verdict.ts";
import type { Reading } from "../../hosts/host.ts";

/** Judges one file and reads it; null where there are no rules to judge by. */
export type ReadsPaper = (
	file: File,
	receivedOn: string,
) => Promise<{ readonly finding: Finding; readonly said: PaperSaid | null } | null>;

export interface Papers {
	readonly said: PaperSaid | null;
	/** Of the file that says it. */
	readonly name: string;
	/** Whether a file carries a mark. */
	readonly isMarked: boolean;
}

export const NO_PAPERS: Papers = { said: null, name: "", isMarked: false };

const MOST_FILES = 3;
const PAPER =
	/^application\/(?:pdf|msword|rtf|vnd\.openxmlformats-officedocument\.wordprocessingml\.document|vnd\.oasis\.opendocument\.text)$|^text\/rtf$/u;

/** The first file that says something. Never rejects: a file that cannot be had says nothing. @param receivedOn ISO */
export async function papersOf(reading: Reading, readPaper: ReadsPaper, receivedOn: string): Promise<Papers> {
	let found = NO_PAPERS;
	const papers = reading.files().filter(({ mediaType }) => PAPER.test(mediaType));
	for (const paper of papers.slice(0, MOST_FILES)) {
		const read = await paper
			.read()
			.then((file) => readPaper(file, receivedOn))
			.catch(() => null);
		if (read?.finding.secrecy === "marked") return { ...NO_PAPERS, isMarked: true };
		if (found.said === null && read !== null && read.said !== null) {
			found = { said: read.said, name: paper.name, isMarked: false };
		}
	}
	return found;
}
