import { type Drawing, readContent } from "./content.ts";
import { Drawings } from "./drawings.ts";
import { fontOf } from "./fonts.ts";
import type { Box } from "./geometry.ts";
import { OPS, type PdfPage } from "./library.ts";
import { PageText } from "./words.ts";

const OF_ALL_PAGES = "g_"; // how pdf.js begins the names of what pages share

type OperatorList = Awaited<ReturnType<PdfPage["getOperatorList"]>>;

/** What a page shows: its text, and whether it shows what text does not say, so that it must be looked at. */
export interface PageContent {
	readonly text: PageText;
	readonly mustBeSeen: boolean;
	/** Names of the pictures, patterns and fonts it is drawn with. */
	readonly resources: readonly string[];
}

/** Notes and fields are read where they stand on the page. Rejects where pdf.js finds damage (when it is strict). */
export async function contentOf(page: PdfPage): Promise<PageContent> {
	const operators = await page.getOperatorList({ intent: "display" });
	const text = new PageText();
	const drawings = new Drawings();
	let isEmpty = true;
	let hasDrawnLetters = false;
	const drawing: Drawing = {
		anything: () => {
			isEmpty = false;
		},
		character: (letters, look, start, end, baseline) => {
			hasDrawnLetters ||= look.font.isDrawn;
			text.add(letters, look, start, end, baseline);
		},
		space: () => text.space(),
		picture: (box) => drawings.picture(box),
		shading: (box) => drawings.picture(box),
		path: (path) => drawings.path(path),
	};
	const fonts = new Map<string, ReturnType<typeof fontOf>>();
	const known = (name: string) => (page.commonObjs.has(name) ? page.commonObjs.get(name) : null);
	readContent(operators, (name) => fonts.get(name) ?? remembered(fonts, name, fontOf(known(name))), drawing);
	text.end();
	const drawnOnly = !isEmpty && text.runs.size === 0;
	const emptyFrame = drawings.redFrames().some((frame) => !holdsText(frame, text));
	const mustBeSeen = hasDrawnLetters || drawings.unread || drawnOnly || emptyFrame;
	return { text, mustBeSeen, resources: resourcesOf(operators) };
}

function resourcesOf({ fnArray, argsArray }: OperatorList): string[] {
	const resources: string[] = [];
	for (const [index, operator] of fnArray.entries()) {
		if (operator === OPS.dependency) resources.push(...(argsArray[index] as string[]));
	}
	return resources;
}

/** Whether all of them could be decoded: pdf.js draws a page without the picture that could not, and is silent. */
export async function isWhole({ objs, commonObjs }: PdfPage, resources: readonly string[]): Promise<boolean> {
	const decoded = resources.map(
		(name) =>
			new Promise<unknown>((resolve, reject) => {
				(name.startsWith(OF_ALL_PAGES) ? commonObjs : objs).get(name, resolve, reject);
			}),
	);
	return (await Promise.all(decoded)).every((resource) => resource !== null);
}

function remembered<T>(map: Map<string, T>, key: string, value: T): T {
	map.set(key, value);
	return value;
}

/** Whether letters stand in the frame; text that is turned is not looked for. */
function holdsText(frame: Box, text: PageText): boolean {
	const inside = (text.runs.get(0) ?? []).filter(({ x, y, width }) => {
		const middle = x + width / 2;
		return frame.left <= middle && middle <= frame.right && frame.bottom <= y && y <= frame.top;
	});
	return (
		(inside
			.map((run) => run.text)
			.join("")
			.match(/\p{L}/gu)?.length ?? 0) >= 2
	);
}
