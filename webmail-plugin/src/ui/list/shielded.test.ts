// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import {
	LetterActsOperation,
	MattersOperation,
	MeOperation,
	NoteActOperation,
	ShieldedLettersOperation,
} from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { ActingPerson } from "../letter/acting_person.ts";
import type { Letter } from "../letter/deeds.ts";
import { FakeBackend } from "../testing/fake_letter.ts";
import { letterLike } from "../testing/letters.ts";
import { textsIn } from "../texts.ts";
import { OwnDesk } from "./own_desk.ts";
import { CongvuShielded } from "./shielded_view.ts";

const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
const AN = { id: "AN", name: "Nguyễn Hoài An", post: "Chuyên viên" };

let backend: FakeBackend;
let letters: Letter[];
let noted: string[];

beforeEach(() => {
	letters = [letterLike({ shielded: true })];
	noted = [];
	backend = new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "x", roles: ["NAMED_RECEIVER" as const], agency: AGENCY, headOf: [], mailboxes: [], people: [AN] },
		}))
		.answers(ShieldedLettersOperation, () => ({ shieldedLetters: { __typename: "Letters" as const, letters } }))
		.answers(LetterActsOperation, () => ({
			letterActs: { __typename: "LetterActs" as const, acts: [], boxes: [], boxesForgotten: false },
		}))
		.answers(MattersOperation, () => ({ matters: [] }))
		.answers(NoteActOperation, ({ act }) => {
			noted.push(act.act);
			letters = [];
			return { noteAct: { __typename: "ActNoted" as const, letter: letterLike({ shielded: false }) } };
		});
});

async function show(): Promise<string> {
	const parts = {
		backend,
		texts: textsIn("vi", vietnamese),
		desk: new OwnDesk(backend),
		person: new ActingPerson(sessionStorage, "x"),
		open: async () => false,
		noted: () => undefined,
	};
	document.body.replaceChildren(new CongvuShielded(parts));
	return text();
}

async function text(): Promise<string> {
	await new Promise((resolve) => setTimeout(resolve));
	await new Promise((resolve) => setTimeout(resolve));
	return document.body.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

async function press(selector: string): Promise<string> {
	const button = document.querySelector<HTMLButtonElement>(selector);
	if (button === null) throw new Error(`no ${selector}`);
	button.click();
	return text();
}

it("a named receiver handles a letter here, and one that turns out to be for everybody leaves the list", async () => {
	expect(await show()).toContain("congdan@nguoidan.example");
	expect(await press('[data-letter="7"] button')).toContain("chỉ người tiếp nhận xem");
	await press('[data-act="UNSHIELDED"]');
	expect(await press('congvu-deed button[type="submit"]')).toContain("thôi hạn chế người xem");
	expect(noted).toEqual(["UNSHIELDED"]);
	expect(await press(".congvu-back")).toContain("Không có thư nào đang chờ.");
});

it("a letter in a mailbox of others is said to be there", async () => {
	await show();
	await press('[data-letter="7"] button');
	expect(await press("[data-open]")).toContain("Thư nằm trong hộp thư sokhcn@thainguyen.gov.vn");
});

it("anybody else is told that the list is not theirs, and nothing of its letters", async () => {
	backend.answers(ShieldedLettersOperation, () => ({
		shieldedLetters: { __typename: "ForbiddenError" as const, code: "forbidden" },
	}));
	const shown = await show();
	expect(shown).toContain("không thuộc người được chỉ định tiếp nhận");
	expect(document.querySelector("table")).toBeNull();
});
