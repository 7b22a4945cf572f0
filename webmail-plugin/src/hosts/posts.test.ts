import { beforeEach, describe, expect, it } from "vitest";
import type { HeldFile } from "./host.ts";
import { Posts } from "./posts.ts";

const FILE = new File(["a"], "a.docx");

let posts: Posts;
let called: (File | null)[];
let notes: string[];
let come: () => void;
let fail: () => void;
let rulesCome: () => void;

const held: HeldFile = { say: (note) => void notes.push(note), withdrawn: new AbortController().signal };

/** Lets every promise that can go on go on. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
	called = [];
	notes = [];
	const rules = new Promise<void>((resolve) => {
		rulesCome = resolve;
	});
	const coming = new Promise<{ learnRules: () => Promise<void> }>((resolve, reject) => {
		come = () => resolve({ learnRules: () => rules });
		fail = () => reject(new Error("not to be had"));
	});
	coming.catch(() => undefined);
	posts = new Posts({
		note: "Đang kiểm tra",
		summon: (file) => {
			called.push(file);
			return coming;
		},
	});
});

describe("before the guards have come", () => {
	it("a file waits for them, and is judged by them", async () => {
		const answer = posts.mayUpload(FILE, held);
		await settled();
		expect([called, notes]).toEqual([[FILE], ["Đang kiểm tra"]]);
		posts.upload = async (file) => file === FILE;
		come();
		expect(await answer).toBe(true);
	});

	it("a letter waits for them", async () => {
		const answer = posts.maySend();
		posts.send = async () => false;
		come();
		expect(await answer).toBe(false);
	});

	it("no words leave; what was stopped is done again once there are rules to judge by", async () => {
		const again: string[] = [];
		expect(posts.mayLeave("draft", () => again.push("draft"))).toBe(false);
		expect(posts.mayLeave("text", () => again.push("text"))).toBe(false);
		come();
		await settled();
		expect(again).toEqual([]);
		rulesCome();
		await settled();
		expect(again).toEqual(["draft", "text"]);
	});

	it("nothing is let out when they took up other posts only", async () => {
		come();
		expect(await posts.mayUpload(FILE, held)).toBe(false);
		expect(await posts.maySend()).toBe(false);
	});
});

describe("guards that cannot come", () => {
	it("let neither file nor letter out", async () => {
		fail();
		await expect(posts.mayUpload(FILE, held)).rejects.toThrow();
		await expect(posts.maySend()).rejects.toThrow();
	});

	it("let no words out, and nothing is done again", async () => {
		fail();
		let again = 0;
		expect(posts.mayLeave("draft", () => again++)).toBe(false);
		await settled();
		expect(again).toBe(0);
	});
});

it("guards at their posts are asked at once, and nobody is called", async () => {
	posts.upload = async () => true;
	posts.body = (cargo) => cargo === "text";
	posts.send = async () => true;
	expect([await posts.mayUpload(FILE, held), await posts.maySend()]).toEqual([true, true]);
	expect([posts.mayLeave("text", () => undefined), posts.mayLeave("draft", () => undefined)]).toEqual([true, false]);
	expect([called, notes]).toEqual([[], []]);
});
