// Where on a page a stamp could be: ink that hangs together and has a stamp's size, in several readings of what ink is.

import type { Image } from "../pictures.ts";
import { components, type Points } from "./components.ts";
import type { Ink } from "./crop.ts";
import { type FrameSizes, framesWithin } from "./entangled.ts";
import { isFrame, shareOnFrame } from "./frames.ts";
import { type Balance, DARK, darkMask, grown, isGrey, type Mask, PALE, redMask } from "./mask.ts";
import { Axes, area, lengthOf, scaled, smallestBox, type TurnedBox, thicknessOf } from "./turned_box.ts";

/** A place to read. `box` is in pixels of the picture; `framed`: lines run around it; `entangled`: other ink too. */
export interface Candidate {
	readonly box: TurnedBox;
	readonly ink: Ink;
	readonly framed: boolean;
	readonly entangled: boolean;
}

/** One reading of what is red ink: by how much red outweighs the rest (of 255), and which gaps are bridged (inches).
 *  The second is for pale ink, the gaps are for letters without a frame, and for stamps beside other red. */
interface Pass {
	readonly redness: number;
	readonly gap: number;
}

export const RED_PASSES: readonly Pass[] = [
	{ redness: 45, gap: 0.13 },
	{ redness: 24, gap: 0.13 },
	{ redness: 24, gap: 0.05 },
	{ redness: 45, gap: 0.05 },
];

interface DarkPass {
	readonly darkerThan: number;
	readonly bridged: boolean;
}

const DARK_PASSES: readonly DarkPass[] = [
	{ darkerThan: DARK, bridged: false },
	{ darkerThan: DARK, bridged: true },
];
const PALE_PASS: DarkPass = { darkerThan: PALE, bridged: true };

/** Pale ink is looked for where there is no colour to tell it by. */
export function darkPasses(image: Image): readonly DarkPass[] {
	return isGrey(image) ? [...DARK_PASSES, PALE_PASS] : DARK_PASSES;
}
// inches
const RED_CELL = 1 / 72;
const DARK_CELL = 1 / 100;
const LONGEST = 3.6;
const SHORTEST = 0.4;
const LOWEST = 0.15;
const HIGHEST = 1.4;
const FRAME_LOWEST = 0.2;
const EDGE = 0.05;
const EDGE_SHARE = 0.15; // of the thickness
const MOST_ENTANGLED = 5; // a frame is not looked for in what is larger: tables, drawings
const LINE = 0.02;
const THICK = 0.083; // both lines of a double frame and what is between them
const SQUARE = 1.3; // length to thickness: below it is a seal, a logo or a photograph
const ONLY_A_FRAME = 0.95; // of the ink: nothing stands in it
const DARK_ON_FRAME = 0.3;
const SOLID = 0.75; // of the area: a bar, not letters
const MOST_RED = 0.12; // of a page: more is a photograph or a cover, and no frame is looked for in it
const BESIDE = 0.8; // of the thickness: a space between words is smaller
const HALF = 0.5; // a stamp over a seal is less
const FEWEST_CELLS = 60;

export function redCandidates(image: Image, dpi: number, pass: Pass, balance: Balance): Candidate[] {
	const cell = Math.max(1, Math.round(dpi * RED_CELL));
	const perInch = dpi / cell;
	const mask = redMask(image, cell, pass.redness, balance);
	const reach = Math.max(2, Math.round(pass.gap * perInch));
	const joined = grown(mask, reach, Math.floor(reach / 2)); // letters of a line meet before lines do
	const red = mask.cells.reduce((sum, one) => sum + one, 0) / mask.cells.length;
	const found = components(mask, joined, FEWEST_CELLS).flatMap((points) =>
		redBoxes(points, perInch, mask, red <= MOST_RED),
	);
	return found.map((one) => ({ ...one, box: scaled(one.box, cell), ink: "red" }));
}

/** Frames of dark lines, for scans without colour. */
export function darkCandidates(image: Image, dpi: number, { darkerThan, bridged }: DarkPass): Candidate[] {
	const cell = Math.max(1, Math.round(dpi * DARK_CELL));
	const perInch = dpi / cell;
	const mask = darkMask(image, cell, darkerThan);
	const joined: Mask = bridged ? grown(mask, 2, 1) : mask;
	const found = components(mask, joined, FEWEST_CELLS).flatMap((points) => {
		const box = smallestBox(points);
		if (thicknessOf(box) < FRAME_LOWEST * perInch || lengthOf(box) > MOST_ENTANGLED * perInch) return [];
		const edge = edgeOf(box, perInch);
		if (!isFrame(points, box, edge)) return framesWithin(points, sizes(perInch)).map(entangled);
		const isStamp = hasSize(box, perInch, FRAME_LOWEST) && shareOnFrame(points, box, edge) >= DARK_ON_FRAME;
		return isStamp ? [{ box, framed: true, entangled: false }] : [];
	});
	return found.map((one) => ({ ...one, box: scaled(one.box, cell), ink: "dark" }));
}

type Found = Omit<Candidate, "ink">;

function redBoxes(points: Points, perInch: number, mask: Mask, onPaper: boolean): Found[] {
	const box = smallestBox(points);
	const fill = points.length / 2 / area(box);
	if (lengthOf(box) > MOST_ENTANGLED * perInch || fill > SOLID) return [];
	const edge = edgeOf(box, perInch);
	const framed = isFrame(points, box, edge);
	const isEmpty = framed && shareOnFrame(points, box, edge) > ONLY_A_FRAME;
	const isPlace = hasSize(box, perInch, LOWEST) && (framed || standsAlone(box, mask));
	const own = isPlace ? [{ box, framed: framed && !isEmpty, entangled: false }] : [];
	if (framed || !onPaper || fill > HALF) return own;
	return [...own, ...framesWithin(points, sizes(perInch)).map(entangled)];
}

function entangled(box: TurnedBox): Found {
	return { box, framed: true, entangled: true };
}

/** Whether no ink of its kind goes on in the line: a word of a heading is no stamp. */
function standsAlone(box: TurnedBox, { cells, width, height }: Mask): boolean {
	const standing = box.right - box.left < box.bottom - box.top;
	const axes = new Axes(box.angle);
	const thickness = thicknessOf(box);
	const [from, to] = standing ? [box.top, box.bottom] : [box.left, box.right];
	const middle = standing ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;
	for (let beyond = 2; beyond <= thickness * BESIDE; beyond++) {
		for (let aside = -0.25 * thickness; aside <= 0.25 * thickness; aside++) {
			for (const along of [from - beyond, to + beyond]) {
				const [across, down] = standing ? [middle + aside, along] : [along, middle + aside];
				const x = Math.floor(across * axes.cos - down * axes.sin);
				const y = Math.floor(across * axes.sin + down * axes.cos);
				if (x >= 0 && y >= 0 && x < width && y < height && cells[y * width + x]) return false;
			}
		}
	}
	return true;
}

/** How near to a side ink may stand to be its line: a row of letters is no two lines. */
function edgeOf(box: TurnedBox, perInch: number): number {
	return Math.max(1.5, Math.min(EDGE * perInch + 1, thicknessOf(box) * EDGE_SHARE));
}

function hasSize(box: TurnedBox, perInch: number, lowest: number): boolean {
	const [length, thickness] = [lengthOf(box) / perInch, thicknessOf(box) / perInch];
	return (
		length >= SHORTEST &&
		length <= LONGEST &&
		thickness >= lowest &&
		thickness <= HIGHEST &&
		length / thickness >= SQUARE
	);
}

function sizes(perInch: number): FrameSizes {
	return {
		shortest: SHORTEST * perInch,
		longest: LONGEST * perInch,
		lowest: FRAME_LOWEST * perInch,
		highest: HIGHEST * perInch,
		edge: LINE * perInch + 1,
		gap: LINE * perInch + 1,
		thick: THICK * perInch,
		overrun: 2 * EDGE * perInch,
	};
}
