// The letters of one candidate: both ways up, as a line, then as a block.

import type { GreyImage, Image, Layout, Pictures } from "../pictures.ts";
import type { Candidate } from "./candidates.ts";
import { BORDER, cutOut, type Ink } from "./crop.ts";
import { hasInk, showsLetters } from "./letter_shapes.ts";
import type { Balance } from "./mask.ts";
import { better, UNREAD, type Words, wordsOf } from "./vocabulary.ts";

interface Attempt {
	readonly layout: Layout;
	readonly inset: number;
	readonly upsideDown: boolean;
}

// A frame takes 13 % of the thickness on every side, a double one 22 %.
const IN_A_FRAME: readonly Attempt[] = [
	{ layout: "line", inset: 0.13, upsideDown: false },
	{ layout: "line", inset: 0.13, upsideDown: true },
	{ layout: "block", inset: 0.08, upsideDown: false },
	{ layout: "line", inset: 0.22, upsideDown: false },
	{ layout: "block", inset: 0.08, upsideDown: true },
	{ layout: "line", inset: 0.22, upsideDown: true },
];
const WITHOUT_FRAME: readonly Attempt[] = [
	{ layout: "line", inset: -0.05, upsideDown: false },
	{ layout: "line", inset: -0.05, upsideDown: true },
];
const BOTH_WAYS = 2; // attempts: MẬT upside down has been read as other words

export interface ReadPlace {
	readonly words: Words;
	/** Whether it looks like a row of large letters. */
	readonly lettered: boolean;
}

/** A mark as soon as one attempt reads it; else the words that weigh most. */
export async function readCandidate(
	image: Image,
	balance: Balance,
	{ box, ink, framed, entangled }: Candidate,
	pictures: Pick<Pictures, "readLetters">,
): Promise<ReadPlace> {
	let words = UNREAD;
	let lettered = false;
	const isSealed = entangled && ink === "red"; // a seal's ink joins the letters to one shape
	for (const [index, attempt] of (framed ? IN_A_FRAME : WITHOUT_FRAME).entries()) {
		for (const colour of coloursOf(ink, framed)) {
			const letters = cutOut(box, { image, balance, ink: colour, ...attempt });
			if (!hasInk(letters, BORDER)) continue;
			lettered ||= index === 0 && (isSealed || showsLetters(letters, BORDER));
			words = better(words, await read(letters, attempt.layout, pictures));
			if (words.kind === "mark") return { words, lettered };
		}
		if (words.kind === "other" && (words.sure || index + 1 >= BOTH_WAYS)) return { words, lettered };
	}
	return { words, lettered };
}

/** In a red frame black letters may stand. */
function coloursOf(ink: Ink, framed: boolean): readonly Ink[] {
	return ink === "red" && framed ? ["red", "dark"] : [ink];
}

async function read(image: GreyImage, layout: Layout, pictures: Pick<Pictures, "readLetters">): Promise<Words> {
	const { text, confidence } = await pictures.readLetters(image, layout);
	return wordsOf(text, confidence);
}
