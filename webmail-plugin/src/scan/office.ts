// Office packages of every family: what is in them is read by the family's module, and the rest goes deeper. Twin of
// backend/documents/office.py; workbooks in binary are read by the server alone.

import type { Page } from "../core/index.ts";
import { anyText } from "./office/any_text.ts";
import { openPackage, type Package } from "./office/package.ts";
import { Parts } from "./office/parts.ts";
import { innerPath, type Reading } from "./reading.ts";
import type { Archive } from "./zip.ts";

type FamilyReader = (office: Package, parts: Parts) => Page[];

/** A kind of package, by a word in its main part's content type. */
interface Family {
	readonly word: string;
	readonly mediaType: string;
	/** Loaded with the first file of its kind; null: its words are read, the rest is not. */
	readonly reader: (() => Promise<FamilyReader>) | null;
}

const OFFICE = "application/vnd.openxmlformats-officedocument.";
const wordReader = async () => (await import("./office/word.ts")).readWord;
const spreadsheetReader = async () => (await import("./office/spreadsheet.ts")).readSpreadsheet;
const presentationReader = async () => (await import("./office/presentation.ts")).readPresentation;
const OTHER_PACKAGE: Family = { word: "", mediaType: "application/vnd.openxmlformats-package", reader: null };
const FAMILIES: readonly Family[] = [
	{ word: "sheet.binary", mediaType: "application/vnd.ms-excel.sheet.binary.macroenabled.12", reader: null },
	{ word: "word", mediaType: `${OFFICE}wordprocessingml.document`, reader: wordReader },
	{ word: "spreadsheetml", mediaType: `${OFFICE}spreadsheetml.sheet`, reader: spreadsheetReader },
	{ word: "ms-excel", mediaType: `${OFFICE}spreadsheetml.sheet`, reader: spreadsheetReader },
	{ word: "presentationml", mediaType: `${OFFICE}presentationml.presentation`, reader: presentationReader },
	{ word: "powerpoint", mediaType: `${OFFICE}presentationml.presentation`, reader: presentationReader },
];

/** Read the package and return its media type. */
export async function readOffice(archive: Archive, path: string, depth: number, reading: Reading): Promise<string> {
	const office = await openPackage(archive, path, OTHER_PACKAGE.mediaType, reading);
	const family = FAMILIES.find(({ word }) => office.mainType.includes(word)) ?? OTHER_PACKAGE;
	const parts = new Parts(office.xml, path, family.mediaType, reading);
	const read = (await family.reader?.()) ?? (() => parts.rest(new Map(), anyText));
	const pages = read(office, parts);
	reading.add(path, family.mediaType, pages, parts.charset);
	if (family.reader === null || office.hasRemoteContent) reading.giveUp(path, family.mediaType, "unsupported");
	for (const [name, bytes] of office.others) {
		if (!office.unseen(name, bytes)) await reading.goDeeper(bytes, innerPath(path, name), depth + 1);
	}
	return family.mediaType;
}
