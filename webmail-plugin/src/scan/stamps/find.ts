// Stamps on a picture or a page. Recognising a whole page misses what stands in a frame, and takes seconds; so places
// of a stamp's size are looked for first, by their red ink and, for scans without colour, by their frames, and only those
// are read. What is framed like a stamp and cannot be read makes the page uncertain; a seal, a logo or a photograph is
// no frame. Twin of backend/documents/stamps.

import type { Image, Pictures, StampFindings } from "../pictures.ts";
import { type Candidate, darkCandidates, darkPasses, RED_PASSES, redCandidates } from "./candidates.ts";
import { type Balance, whiteBalance } from "./mask.ts";
import { printedMarks } from "./print.ts";
import { type ReadPlace, readCandidate } from "./read.ts";
import { commonShare, coveredShare } from "./turned_box.ts";
import { DECLASSIFIED, UNREAD, type Words } from "./vocabulary.ts";

const MOST_READ = 24; // places of a page: more are no stamps but a drawing, and nobody knows what it says
const SAME_PLACE = 0.5; // of the larger of two rectangles
const SAME_EXTENT = 0.85;
const WITHIN = 0.8; // of a place that was read for sure

interface Read extends ReadPlace {
	readonly candidate: Candidate;
}

/** @param dpi pixels an inch of paper; half or double is near enough
 *  @param pictures reads the letters */
export async function findStamps(
	image: Image,
	dpi: number,
	pictures: Pick<Pictures, "readLetters">,
): Promise<StampFindings> {
	const search = new Search(image, pictures);
	for (const pass of RED_PASSES) {
		await search.look(redCandidates(image, dpi, pass, search.balance));
		if (search.foundMark) return search.findings();
	}
	for (const pass of darkPasses(image)) await search.look(darkCandidates(image, dpi, pass));
	if (!search.foundMark) await search.readPrint(dpi);
	return search.findings();
}

class Search {
	readonly balance: Balance;
	readonly #image: Image;
	readonly #pictures: Pick<Pictures, "readLetters">;
	readonly #read: Read[] = [];
	readonly #printed: string[] = [];
	#doubt = false;

	constructor(image: Image, pictures: Pick<Pictures, "readLetters">) {
		this.#image = image;
		this.#pictures = pictures;
		this.balance = whiteBalance(image);
	}

	/** A word of secrecy: what else is there changes nothing any more. */
	get foundMark(): boolean {
		return this.#read.some(({ words }) => words.kind === "mark" && words.word !== DECLASSIFIED);
	}

	async look(candidates: readonly Candidate[]): Promise<void> {
		for (const candidate of candidates) {
			if (this.#isKnown(candidate)) continue;
			if (this.#read.length >= MOST_READ) {
				this.#doubt ||= candidate.framed;
				continue;
			}
			this.#read.push({ candidate, ...(await this.#readPlace(candidate)) });
		}
	}

	/** Where letters cannot be read at all, anything might be a mark. */
	async #readPlace(candidate: Candidate): Promise<ReadPlace> {
		try {
			return await readCandidate(this.#image, this.balance, candidate, this.#pictures);
		} catch {
			this.#doubt = true;
			return { words: UNREAD, lettered: false };
		}
	}

	/** Short lines of capitals in black, as a mark is typed. */
	async readPrint(dpi: number): Promise<void> {
		try {
			this.#printed.push(...(await printedMarks(this.#image, dpi, this.balance, this.#pictures)));
		} catch {
			this.#doubt = true;
		}
	}

	/** Read already, or tried in just this extent. */
	#isKnown(candidate: Candidate): boolean {
		return this.#read.some(({ candidate: other, words }) => {
			if (words.kind === "mark") return coveredShare(candidate.box, other.box) > SAME_PLACE;
			const shared = commonShare(candidate.box, other.box);
			return words.kind === "other" ? shared > SAME_PLACE : shared > SAME_EXTENT;
		});
	}

	findings(): StampFindings {
		const texts = this.#read.flatMap(({ words }) => ("word" in words ? [words.word] : []));
		const uncertain = this.#doubt || this.#read.some((one) => this.#isDoubtful(one));
		return { texts: [...new Set([...texts, ...this.#printed])], uncertain };
	}

	/** Framed like a stamp, or near a mark, and nothing else was read in the same place. */
	#isDoubtful({ candidate, words, lettered }: Read): boolean {
		if (isAnswer(candidate, words)) return false;
		if (!lettered || (words.kind === "unread" && !candidate.framed)) return false;
		return !this.#read.some((other) => {
			if (!isAnswer(other.candidate, other.words)) return false;
			const inside = coveredShare(candidate.box, other.candidate.box);
			const isSure = other.words.kind === "mark" || (other.words.kind === "other" && other.words.sure);
			return commonShare(candidate.box, other.candidate.box) > SAME_PLACE || (isSure && inside > WITHIN);
		});
	}
}

/** Whether what was read settles what stands there. Among other ink a part of a word may have been read as another. */
function isAnswer({ entangled }: Candidate, words: Words): boolean {
	return words.kind === "mark" || (words.kind === "other" && (!entangled || words.whole));
}
