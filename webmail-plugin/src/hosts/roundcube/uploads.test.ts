// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HeldFile } from "../host.ts";
import { FakeRoundcube } from "./testing/fake_roundcube.ts";
import { Uploads } from "./uploads.ts";

const FILE = new File(["a"], "công văn <b>.docx");
const OTHER = new File(["b"], "lịch.docx");

let roundcube: FakeRoundcube;
let uploads: Uploads;

beforeEach(() => {
	vi.useFakeTimers();
	roundcube = new FakeRoundcube(document);
	uploads = new Uploads(roundcube, () => "2026.11.3", new AbortController().signal);
});

afterEach(() => {
	vi.useRealTimers();
});

/** As the picker and a drop do. */
function choose(...files: File[]): boolean {
	return roundcube.file_upload(files, { _id: "letter1" }, { name: "_attachments[]", action: "upload" });
}

function lines(): string[] {
	return Array.from(roundcube.gui_objects.attachmentlist.children, (line) => line.textContent ?? "");
}

function held(): Promise<{ file: File; held: HeldFile; answer: (allowed: boolean) => void }> {
	return new Promise((resolve) => {
		uploads.guard = (file, held) => new Promise((answer) => resolve({ file, held, answer }));
	});
}

const settled = () => vi.advanceTimersByTimeAsync(20);

describe("a chosen file", () => {
	it("makes no request while its guard has not answered, and stands in the list", async () => {
		const asked = held();
		expect(choose(FILE)).toBe(true);
		(await asked).held.say("Đang kiểm tra");
		expect(roundcube.uploaded).toEqual([]);
		expect(lines()).toEqual(["công văn <b>.docxĐang kiểm tra"]);
		expect(Object.values(roundcube.env.attachments)).toEqual([expect.objectContaining({ complete: false })]);
	});

	it("is uploaded once it was let pass, with the bundle it was judged by", async () => {
		const asked = held();
		choose(FILE);
		(await asked).answer(true);
		await settled();
		expect(roundcube.uploaded).toEqual([
			{
				names: ["công văn <b>.docx"],
				args: { _id: "letter1", _congvu_bundle: "2026.11.3" },
				properties: { name: "_attachments[]", action: "upload" },
			},
		]);
		expect(lines()).toEqual([]);
	});

	it("is never uploaded when its guard says no, throws, or was never set", async () => {
		choose(FILE);
		await settled();
		uploads.guard = async () => false;
		choose(FILE);
		uploads.guard = () => Promise.reject(new Error("broken"));
		choose(FILE);
		await settled();
		expect(roundcube.uploaded).toEqual([]);
		expect(lines()).toEqual([]);
	});

	it("is not uploaded after it was taken back from the list", async () => {
		const asked = held();
		choose(FILE);
		const { held: line, answer } = await asked;
		for (const upload of Object.values(roundcube.uploads)) upload.abort(); // the list's cancel link
		expect(line.withdrawn.aborted).toBe(true);
		answer(true);
		await settled();
		expect(roundcube.uploaded).toEqual([]);
		expect(lines()).toEqual([]);
	});

	it("is told from its neighbours: each has an upload of its own", async () => {
		uploads.guard = async (file) => file === OTHER;
		choose(FILE, OTHER);
		await settled();
		expect(roundcube.uploaded.map(({ names }) => names)).toEqual([["lịch.docx"]]);
		uploads.guard = async () => true;
		choose(FILE, OTHER);
		await settled();
		expect(roundcube.uploaded.map(({ names }) => names)).toEqual([["lịch.docx"], ["công văn <b>.docx"], ["lịch.docx"]]);
	});

	it("is known again as the attachment it became", async () => {
		uploads.guard = async () => true;
		choose(FILE);
		await settled();
		roundcube.endUpload("upload1", "rcmfile9");
		expect(uploads.passed("rcmfile9")).toBe(FILE);
		expect(uploads.passed("rcmfile10")).toBeNull();
	});
});

it("a file that was let pass this very moment is waited for", async () => {
	const asked = held();
	choose(FILE);
	(await asked).answer(true);
	let arrived: boolean | "waiting" = "waiting";
	void uploads.arrived().then((all) => {
		arrived = all;
	});
	await settled();
	expect(arrived).toBe("waiting");
	roundcube.endUpload("upload1", "rcmfile9");
	await settled();
	expect(arrived).toBe(true);
});

describe("waiting for uploads", () => {
	beforeEach(async () => {
		uploads.guard = async () => true;
		choose(FILE);
		await settled();
	});

	it("ends when the file has become an attachment", async () => {
		const arrived = uploads.arrived();
		roundcube.endUpload("upload1", "rcmfile9");
		await settled();
		expect(await arrived).toBe(true);
	});

	it("says no when the server did not take it", async () => {
		const arrived = uploads.arrived();
		roundcube.endUpload("upload1", null);
		await settled();
		expect(await arrived).toBe(false);
	});
});

it("offers pasted files to the same guard", async () => {
	const asked = held();
	uploads.attach([FILE]);
	expect((await asked).file).toBe(FILE);
	expect(roundcube.uploaded).toEqual([]);
});
