import { describe, expect, it } from "vitest";
import type { GateLine, Judgement } from "../channel.ts";
import { Papers } from "./papers.ts";

class FakeLine implements GateLine {
	standsBack = false;
	readonly asked: string[] = [];

	async judgeFiles(files: readonly File[]): Promise<Judgement> {
		this.asked.push(...files.map(({ name }) => name));
		const texts = await Promise.all(files.map((file) => file.text()));
		return texts.includes("marked") ? "refuse" : "allow";
	}

	async judgeText(lines: readonly string[]): Promise<Judgement> {
		this.asked.push(...lines);
		return lines.includes("MẬT") ? "refuse" : "allow";
	}
}

const cargo = (...files: Blob[]) => ({ files, texts: [] });
const words = (...texts: string[]) => ({ files: [], texts });

describe("what is known of a page's files and texts", () => {
	it("is asked about once, when it is let go", async () => {
		const line = new FakeLine();
		const papers = new Papers(line);
		const file = new File(["clean"], "a.txt");

		expect(papers.isFree(cargo(file))).toBe(false);
		expect(await papers.allows(cargo(file))).toBe(true);
		expect(papers.isFree(cargo(file))).toBe(true);
		expect(await papers.allows(cargo(file))).toBe(true);
		expect(line.asked).toEqual(["a.txt"]);
	});

	it("is never let go by having been asked about", async () => {
		const papers = new Papers(new FakeLine());
		const file = new File(["marked"], "a.txt");

		expect(await papers.allows(cargo(file))).toBe(false);
		expect(papers.isFree(cargo(file))).toBe(false);
		expect(papers.mayBeRead(file)).toBe(false);
		expect(await papers.mayRead(file)).toBe(false);
	});

	it("judges a slice as the whole file", async () => {
		const line = new FakeLine();
		const papers = new Papers(line);
		const file = new File(["marked"], "a.txt");
		const slice = file.slice(0, 2);
		papers.isSliceOf(slice, file);
		const slicesSlice = slice.slice(0, 1);
		papers.isSliceOf(slicesSlice, slice);

		expect(await papers.allows(cargo(slicesSlice))).toBe(false);
		expect(line.asked).toEqual(["a.txt"]);
	});

	it("judges what is put together by its files and its words", async () => {
		const line = new FakeLine();
		const papers = new Papers(line);
		const file = new File(["clean"], "a.txt");
		const slice = file.slice(0, 2);
		papers.isSliceOf(slice, file);
		const parts = ["--boundary--", "Kính gửi Sở", slice];
		const made = new Blob(parts);
		papers.isMadeOf(made, parts);

		expect(await papers.allows(cargo(made))).toBe(true);
		expect(line.asked).toEqual(["a.txt", "Kính gửi Sở"]);
	});

	it("lets a copy of what was let go pass", async () => {
		const papers = new Papers(new FakeLine());
		const file = new File(["clean"], "a.txt");
		await papers.allows(cargo(file));
		const copy = new File([file], "b.txt");
		papers.isMadeOf(copy, [file]);

		expect(papers.isFree(cargo(copy))).toBe(true);
	});

	it("lets a page read what it made, and asks before that is sent", async () => {
		const line = new FakeLine();
		const papers = new Papers(line);
		const made = new File([new Uint8Array([1, 2])], "a.bin");
		papers.isMadeOf(made, [new Uint8Array([1, 2])]);

		expect(papers.mayBeRead(made)).toBe(true);
		expect(papers.isFree(cargo(made))).toBe(false);
	});

	it("asks about words, and about the same words again only after a while", async () => {
		const line = new FakeLine();
		const papers = new Papers(line);

		expect(await papers.allows(words("Kính gửi Sở"))).toBe(true);
		expect(papers.isFree(words("Kính gửi Sở"))).toBe(true);
		expect(papers.isFree(words("Kính gửi Sở", "Kính gửi Phòng"))).toBe(false);
		expect(await papers.allows(words("MẬT"))).toBe(false);
		expect(papers.isFree(words("MẬT"))).toBe(false);
	});

	it("does not ask about an empty file or a token", () => {
		const papers = new Papers(new FakeLine());

		expect(papers.isFree({ files: [new File([], "")], texts: ["a8f3e2"] })).toBe(true);
	});

	it("asks nothing where layer 1 stands back", async () => {
		const line = new FakeLine();
		line.standsBack = true;
		const papers = new Papers(line);

		expect(papers.isFree(cargo(new File(["marked"], "a.txt")))).toBe(true);
		expect(line.asked).toEqual([]);
	});
});
