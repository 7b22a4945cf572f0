// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PageDraft } from "./page_draft.ts";
import { FakeComposer } from "./testing/fake_composer.ts";

let composer: FakeComposer;
let draft: PageDraft;
let end: AbortController;
let judged: string[];
let given: string[][];

const file = (name: string, content = name) => new File([content], name);
const guards = { learnRules: async () => undefined };

/** Files are brought to the page; what it gets of them is noted. */
function bring(...files: File[]): void {
	draft.take({ files, give: (released) => void given.push(released.map(({ name }) => name)) });
}

async function quiet(): Promise<void> {
	await vi.advanceTimersByTimeAsync(1_000);
}

beforeEach(() => {
	vi.useFakeTimers();
	composer = new FakeComposer();
	end = new AbortController();
	[judged, given] = [[], []];
	draft = new PageDraft(composer, { note: "Đang kiểm tra", summon: async () => guards }, end.signal);
	draft.beforeUpload(async ({ name }) => {
		judged.push(name);
		if (name.startsWith("hỏng")) throw new Error("the guard is broken");
		return !name.startsWith("mật");
	});
});

afterEach(() => vi.useRealTimers());

describe("files brought to a page", () => {
	it("go on together, without those that were refused or could not be judged", async () => {
		bring(file("a.docx"), file("mật.docx"), file("hỏng.docx"), file("b.docx"));
		await quiet();
		expect(given).toEqual([["a.docx", "b.docx"]]);
		expect(composer.notes).toContain("mật.docx gone");
	});

	it("are kept, without a word to the page, when none may go on", async () => {
		bring(file("mật.docx"));
		await quiet();
		expect(given).toEqual([]);
	});

	it("are kept when the guard cannot come", async () => {
		const gone = () => Promise.reject(new Error("the part did not come"));
		draft = new PageDraft(composer, { note: "Đang kiểm tra", summon: gone }, end.signal);
		bring(file("a.docx"));
		await quiet();
		expect(given).toEqual([]);
	});

	it("go nowhere once their letter has ended", async () => {
		bring(file("a.docx"));
		end.abort();
		await quiet();
		expect(given).toEqual([]);
	});

	it("are asked about once more, and then go on as they came", async () => {
		const refused = file("mật.docx");
		bring(refused);
		await quiet();
		draft.beforeUpload(async () => true);
		draft.attach([refused, file("never-brought.docx")]);
		await quiet();
		expect(given).toEqual([["mật.docx"]]);
	});

	it("are known again in the letter, and not read from the server", async () => {
		composer.attach("1", "a.docx"); // of an earlier draft: another file of the same name
		const chosen = file("a.docx");
		bring(chosen);
		await quiet();
		composer.attach("2", "a.docx");
		expect(draft.attached().map(({ passed }) => passed)).toEqual([null, chosen]);
	});

	it("have arrived when the webmail uploads nothing any more", async () => {
		composer.uploading = true;
		bring(file("a.docx"));
		const arrived = vi.fn();
		void draft.uploaded().then(arrived);
		await quiet();
		expect(arrived).not.toHaveBeenCalled();
		composer.uploading = false;
		await quiet();
		expect(arrived).toHaveBeenCalledWith(true);
	});
});

describe("files that leave by a script", () => {
	it("are judged as chosen ones are", async () => {
		expect(await draft.judges([file("a.docx")])).toBe(true);
		expect(await draft.judges([file("a.docx"), file("mật.docx")])).toBe(false);
	});

	it("are not judged again when their bytes were let pass, whatever they are called now", async () => {
		bring(file("a.docx", "the same bytes"));
		await quiet();
		expect(await draft.judges([file("blob", "the same bytes")])).toBe(true);
		expect(await draft.judges([file("mật", "other bytes!!!")])).toBe(false);
		expect(judged).toEqual(["a.docx", "mật"]);
	});
});

describe("a letter that is sent", () => {
	it("waits for its guard, and then goes the same way again", async () => {
		draft.beforeSend(async () => true);
		const again = vi.fn();
		expect(draft.mayGo("send", again)).toBe(false);
		await quiet();
		expect(again).toHaveBeenCalledOnce();
		expect(draft.mayGo("send", again)).toBe(true);
	});

	it("is asked about anew when it was changed meanwhile", async () => {
		draft.beforeSend(async () => true);
		draft.mayGo("send", () => undefined);
		await quiet();
		composer.lines = ["TỐI MẬT"];
		expect(draft.mayGo("send", () => undefined)).toBe(false);
	});

	it("whose body cannot be read is never the one that was asked about", async () => {
		composer.bodyLines = () => {
			throw new Error("an editor nobody knows");
		};
		draft.beforeSend(async () => true);
		draft.mayGo("send", () => undefined);
		await quiet();
		expect(draft.mayGo("send", () => undefined)).toBe(false);
	});

	it("stays when a file of it was refused while its guard was asked", async () => {
		draft.beforeSend(async () => {
			bring(file("mật.docx"));
			await new Promise((resolve) => setTimeout(resolve, 10));
			return true;
		});
		const again = vi.fn();
		draft.mayGo("send", again);
		await quiet();
		expect(again).not.toHaveBeenCalled();
	});

	it("stays when the guard throws", async () => {
		draft.beforeSend(() => Promise.reject(new Error("broken")));
		const again = vi.fn();
		draft.mayGo("send", again);
		await quiet();
		expect(again).not.toHaveBeenCalled();
	});
});
