// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { LetterActsOperation, LettersByMessageOperation, MattersOperation, MeOperation } from "../../api/generated.ts";
import type { PaperSaid } from "../../core/paper_said.ts";
import vietnamese from "../../locales/vi.json";
import { FakeBackend } from "../testing/fake_letter.ts";
import { finding, MARKED } from "../testing/findings.ts";
import { FakeReading, letterLike, paperLike } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import { ActingPerson } from "./acting_person.ts";
import type { Letter } from "./deeds.ts";
import type { ReadsPaper } from "./paper_files.ts";
import { showLetter } from "./show_letter.ts";

const SAID: PaperSaid = {
	paperSymbol: "123/UBND-VX",
	paperOn: "2026-11-04",
	urgency: "KHAN",
	addressees: ["Sở Khoa học và Công nghệ", "Sở Tài chính"],
	askedOn: "2026-12-14",
	askedIn: "Đề nghị quý Sở gửi ý kiến trước ngày 15/12/2026.",
	handling: { lead: "Phòng Công nghệ", helpers: "Văn phòng", dueOn: "2026-12-10" },
};
const PDF = "application/pdf";

let letter: Letter;
let reading: FakeReading;
let backend: FakeBackend;
let read: string[];
let place: HTMLElement;

beforeEach(() => {
	[letter, reading, read] = [paperLike(), new FakeReading(), []];
	place = document.createElement("div");
	document.body.replaceChildren(place);
	const agency = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
	const people = [{ id: "VAN", name: "Trần Thị Vân", post: "" }];
	const me = { login: "x", roles: ["CLERK" as const], agency, headOf: [], mailboxes: [], people };
	backend = new FakeBackend()
		.answers(MeOperation, () => ({ me }))
		.answers(MattersOperation, () => ({ matters: [] }))
		.answers(LettersByMessageOperation, () => ({
			lettersByMessage: { __typename: "Letters" as const, letters: [letter] },
		}))
		.answers(LetterActsOperation, () => ({
			letterActs: { __typename: "LetterActs" as const, acts: [], boxes: [], boxesForgotten: false },
		}));
});

function attach(name: string, mediaType = PDF): void {
	const file = new File(["x"], name);
	reading.attached.push({ name, mediaType, read: async () => file });
}

async function show(readPaper: ReadsPaper): Promise<string> {
	const reads: ReadsPaper = (file, receivedOn) => {
		read.push(`${file.name} ${receivedOn}`);
		return readPaper(file, receivedOn);
	};
	const person = new ActingPerson(sessionStorage, "x");
	const texts = textsIn("vi", vietnamese);
	await showLetter(place, { backend, texts, reading, person, readPaper: reads, noted: () => undefined });
	return text();
}

async function text(): Promise<string> {
	await new Promise((resolve) => setTimeout(resolve));
	return place.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

async function fields(act: string): Promise<Record<string, string>> {
	place.querySelector<HTMLButtonElement>(`[data-act="${act}"]`)?.click();
	await text();
	const controls = [...place.querySelectorAll<HTMLInputElement>("congvu-deed [name]")];
	return Object.fromEntries(controls.map(({ name, value }) => [name, value]));
}

const says = async () => ({ finding: finding(), said: SAID });

describe("the papers that came with an agency's letter", () => {
	it("fill what the clerk notes, and nothing of them leaves the page before", async () => {
		attach("Công văn 123.pdf");
		expect(await show(says)).toContain("Kính gửiSở Khoa học và Công nghệ; Sở Tài chính");
		expect(await text()).toContain("Tệp “Công văn 123.pdf” viết: “Đề nghị quý Sở gửi ý kiến trước ngày 15/12/2026.”");
		expect(await fields("REGISTERED")).toMatchObject({ paperSymbol: "123/UBND-VX", paperOn: "2026-11-04" });
		expect(place.querySelector('[name="urgency"] option[selected]')?.getAttribute("value")).toBe("KHAN");
		expect(read).toEqual(["Công văn 123.pdf 2026-11-05"]);
		expect(JSON.stringify(backend.asked)).not.toContain("123/UBND-VX");
	});

	it("name whom a typed note gives the paper to", async () => {
		attach("Phiếu chuyển.pdf");
		await show(says);
		expect(await fields("ASSIGNED")).toEqual({ lead: "Phòng Công nghệ", helpers: "Văn phòng", dueOn: "2026-12-10" });
	});

	it("say nothing once one of them carries a mark, and the clerk is told without its name", async () => {
		attach("a.pdf");
		attach("b.pdf");
		const shown = await show(async ({ name }) =>
			name === "a.pdf" ? { finding: finding(), said: SAID } : { finding: MARKED, said: null },
		);
		expect(shown).toContain("Một tệp kèm theo có dấu hiệu mang dấu chỉ độ mật");
		expect(shown).not.toContain("b.pdf");
		expect((await fields("REGISTERED")).paperSymbol).toBe("");
	});

	it("are papers alone, a few of them, and none of a citizen", async () => {
		attach("anh.png", "image/png");
		for (const number of [1, 2, 3, 4]) attach(`${number}.pdf`);
		await show(async () => null);
		expect(read.map((one) => one.slice(0, 5))).toEqual(["1.pdf", "2.pdf", "3.pdf"]);
		read = [];
		letter = letterLike();
		await show(says);
		expect(read).toEqual([]);
	});

	it("that cannot be had leave the panel as it is", async () => {
		reading.attached = [{ name: "a.pdf", mediaType: PDF, read: () => Promise.reject(new TypeError("gone")) }];
		expect(await show(says)).toContain("Việc cần làm");
		expect(read).toEqual([]);
	});
});
