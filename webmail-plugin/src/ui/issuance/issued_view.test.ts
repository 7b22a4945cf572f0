// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import {
	ImportRegisterOperation,
	IssuedDocumentsOperation,
	MeOperation,
	NumberGapsOperation,
	PublishLinkOperation,
	StateLineReasonOperation,
	StateRegisterReasonOperation,
	UnmailedPapersOperation,
} from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { ActingPerson } from "../letter/acting_person.ts";
import { FakeBackend, FakeSurface } from "../testing/fake_letter.ts";
import { documentLike, lineLike } from "../testing/issued.ts";
import { VAN } from "../testing/letter_desk.ts";
import { textsIn } from "../texts.ts";
import { portionsOf } from "./issuance_desk.ts";
import { openIssuedDialog } from "./issued_dialog.ts";
import { knownWork, showWork } from "./known_work.ts";
import { learnWork, workOf } from "./work.ts";

const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
const PAPER = { symbol: "22/SKHCN-VP", kind: "Công văn", issuedOn: "2026-11-04", document: null, reason: null };

let backend: FakeBackend;
let roles: ("CLERK" | "DEPUTY" | "HEAD" | "OFFICIAL")[];

beforeEach(() => {
	document.body.replaceChildren();
	localStorage.clear();
	roles = ["CLERK"];
	const document1 = documentLike();
	const noted = { __typename: "IssuedNoted" as const, document: document1 };
	backend = new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "x", roles, agency: AGENCY, headOf: [], mailboxes: [], people: [VAN] },
		}))
		.answers(IssuedDocumentsOperation, () => ({
			issuedDocuments: {
				__typename: "IssuedDocuments" as const,
				documents: [document1],
				sheets: 12,
				sheetsTwoSided: 6,
				counted: 1,
				uncounted: 0,
			},
		}))
		.answers(UnmailedPapersOperation, () => ({
			unmailedPapers: { __typename: "UnmailedPapers" as const, papers: [PAPER] },
		}))
		.answers(NumberGapsOperation, () => ({
			numberGaps: {
				__typename: "NumberGaps" as const,
				gaps: [
					{ series: "QĐ-SKHCN", first: 23, last: 25 },
					{ series: "QĐ-SKHCN", first: 30, last: 30 },
				],
			},
		}))
		.answers(StateLineReasonOperation, () => ({ stateLineReason: noted }))
		.answers(PublishLinkOperation, ({ url }) => ({
			publishLink: {
				...noted,
				document: documentLike({ link: { url, state: "WAITING", checkedAt: null } }),
			},
		}))
		.answers(StateRegisterReasonOperation, () => ({
			stateRegisterReason: { __typename: "UnmailedPapers" as const, papers: [] },
		}))
		.answers(ImportRegisterOperation, ({ rows }) => ({
			importRegister: { __typename: "RegisterTaken" as const, rows: [rows].flat().length, new: 1 },
		}));
});

const quiet = () => new Promise((settled) => setTimeout(settled, 5));
const shown = () => document.body.textContent?.replaceAll(/\s+/gu, " ") ?? "";
const within = <E extends Element>(selector: string) => document.querySelector<E>(selector) as E;

async function open(tab?: string): Promise<void> {
	const parts = {
		backend,
		texts: textsIn("vi", vietnamese),
		person: new ActingPerson(sessionStorage, "x"),
		now: () => new Date("2026-11-05T18:30:00Z"), // the 6th in Vietnam
	};
	openIssuedDialog(parts, new FakeSurface());
	await quiet();
	if (tab !== undefined) {
		within<HTMLButtonElement>(`[data-tab="${tab}"]`).click();
		await quiet();
	}
}

function choose(selector: string, value: string): void {
	const select = within<HTMLSelectElement>(selector);
	select.value = value;
	select.dispatchEvent(new Event("change", { bubbles: true }));
}

async function hand(text: string): Promise<void> {
	const event = new Event("drop", { bubbles: true, cancelable: true });
	Object.assign(event, { dataTransfer: { files: [new File([text], "so.csv")] } });
	within(".congvu-drop").dispatchEvent(event);
	await quiet();
	await quiet();
}

describe("issued papers", () => {
	it("are asked for by the days of Vietnam, and counted by recipients reached", async () => {
		await open();
		expect(backend.asked.at(-1)?.variables).toEqual({ agency: "H55.05", since: "2026-10-31", until: "2026-11-06" });
		expect(within('[data-cell="reached"]').textContent).toBe("1/2");
		expect(shown()).toContain("Còn 1 nơi");
		expect(shown()).toContain("12 tờ một mặt (6 tờ hai mặt), tính trên 1 văn bản");
	});

	it("show each line, what is stated, and how the paper was counted", async () => {
		await open();
		within<HTMLButtonElement>('[data-table="issued"] button').click();
		await quiet();
		expect(shown()).toContain("Đã vào hộp thư");
		expect(shown()).toContain("Dòng 2 của Nơi nhận");
		expect(shown()).toContain("12 trang × 1 bản × 1 nơi nhận = 12 tờ in một mặt");
		choose('[data-line="2"] select', "PAPER_ONLY");
		await quiet();
		expect(backend.asked.at(-1)?.variables).toEqual({
			agency: "H55.05",
			document: "D1",
			lines: [2],
			reason: "PAPER_ONLY",
			person: VAN.id,
		});
	});

	it("name a published link, which is then looked at", async () => {
		await open();
		within<HTMLButtonElement>('[data-table="issued"] button').click();
		await quiet();
		within<HTMLInputElement>('[data-field="link"]').value = "https://thainguyen.gov.vn/qd21.pdf";
		within<HTMLFormElement>(".congvu-link").dispatchEvent(new Event("submit", { cancelable: true }));
		await quiet();
		expect(shown()).toContain("Đăng tại: https://thainguyen.gov.vn/qd21.pdf – đang kiểm tra");
	});

	it("that came back or were never sent say so first", async () => {
		const documents = [
			documentLike({ id: "A", lines: [lineLike({ coverage: "BOUNCED", covered: false })] }),
			documentLike({ id: "B", messages: 0, lines: [lineLike({ coverage: "NOT_SENT", covered: false })] }),
			documentLike({ id: "C", lines: [lineLike()] }),
			documentLike({ id: "D", recalled: "RECALLED" }),
		];
		backend.answers(IssuedDocumentsOperation, () => ({
			issuedDocuments: {
				__typename: "IssuedDocuments" as const,
				documents,
				sheets: 0,
				sheetsTwoSided: 0,
				counted: 4,
				uncounted: 0,
			},
		}));
		await open();
		const said = [...document.querySelectorAll('[data-cell="standing"]')].map((cell) => cell.textContent?.trim());
		expect(said.slice(0, 3)).toEqual(["Có thư bị trả lại", "Chưa thấy thư nào mang văn bản này", "Đủ nơi nhận"]);
		expect(said[3]).toBe(vietnamese["told.RECALLED"]);
	});

	it("are nobody's business but clerks', deputies' and heads'; only clerks see missing numbers", async () => {
		const tabs = () => [...document.querySelectorAll("[data-tab]")].map((tab) => tab.getAttribute("data-tab"));
		await open();
		expect(tabs()).toEqual(["issued", "unmailed", "gaps", "register"]);
		for (const [role, seen] of [
			["DEPUTY", ["issued", "unmailed", "register"]],
			["HEAD", ["issued", "unmailed"]],
			["OFFICIAL", []],
		] as const) {
			document.body.replaceChildren();
			roles = [role];
			await open();
			expect(tabs()).toEqual(seen);
		}
		expect(shown()).toContain("Hộp thư này chưa có quyền xem");
	});
});

describe("the register", () => {
	it("shows what was not mailed, until somebody says why", async () => {
		await open("unmailed");
		expect(shown()).toContain("1 văn bản đã ban hành mà chưa thấy gửi thư");
		choose('[data-paper="22/SKHCN-VP"] select', "MAILED");
		await quiet();
		expect(backend.asked.at(-2)?.variables).toEqual({
			agency: "H55.05",
			issuedOn: "2026-11-04",
			symbol: "22/SKHCN-VP",
			reason: "MAILED",
			person: VAN.id,
		});
	});

	it("names missing numbers without a word about why", async () => {
		await open("gaps");
		expect(shown()).toContain("Năm 2026: những số không có trong sổ");
		expect(within(".congvu-gaps").textContent?.replaceAll(/\s+/gu, " ").trim()).toBe("QĐ-SKHCN: 23–25, 30");
		expect(within(".congvu-gaps").textContent).not.toMatch(/mật/iu);
	});

	it("is read on this page: of a row with a độ mật nothing leaves", async () => {
		await open("register");
		await hand(
			"Số,Ký hiệu,Ngày,Độ mật,Nơi nhận\n22,SKHCN-VP,2026-11-04,,Sở Tài chính\n23,QĐ-SKHCN,2026-11-04,Mật,Ông Kín\n",
		);
		const sent = JSON.stringify(backend.asked.at(-1)?.variables);
		expect(sent).toContain("22/SKHCN-VP");
		expect(sent).not.toMatch(/23\/QĐ|Kín|Mật/u);
		expect(shown()).toContain("Đã nhập 1 dòng, trong đó 1 dòng mới; bỏ 1 dòng không thuộc diện gửi thư.");
	});

	it("with a broken line is not sent at all, and the line is named without its words", async () => {
		await open("register");
		const asked = backend.asked.length;
		await hand("Số,Ký hiệu,Ngày,Độ mật,Nơi nhận\n22,SKHCN-VP,2026-11-04,,\nhai ba,SKHCN-VP,2026-11-04,,Bà Mẫu\n");
		expect(backend.asked).toHaveLength(asked);
		expect(within('[data-list="problems"]').textContent?.trim()).toBe("Dòng 3: không có số, ký hiệu dạng 15/QĐ-UBND");
	});

	it("that is large goes in several requests", () => {
		const row = {
			line: 1,
			symbol: "1/A",
			issuedOn: "2026-11-04",
			kind: "",
			recipients: ["x".repeat(60_000)],
			copies: null,
		};
		expect(portionsOf([row, row, row, row]).map((portion) => portion.length)).toEqual([3, 1]);
	});
});

describe("the buttons of issued papers", () => {
	it.each([
		[["OFFICIAL", "CLERK"], "issue", ["congvu-issues", "congvu-reads-issued"]],
		[["DEPUTY"], "issue", ["congvu-issues", "congvu-reads-issued"]],
		[["HEAD"], "read", ["congvu-reads-issued"]],
		[["OFFICIAL", "IT_ADMIN"], "none", []],
	] as const)("of %s", (held, work, classes) => {
		expect(workOf(held)).toBe(work);
		showWork(document, workOf(held));
		expect([...document.documentElement.classList]).toEqual(classes);
	});

	it("are known for a working day, and asked about again after it", async () => {
		expect(knownWork(localStorage, "x")).toBeNull();
		expect(await learnWork(backend, localStorage, "x")).toBe("issue");
		expect(knownWork(localStorage, "x")).toBe("issue");
		roles = ["OFFICIAL"];
		expect(await learnWork(backend, localStorage, "x")).toBe("issue");
		localStorage.setItem("congvu.work.x", JSON.stringify({ work: "issue", at: Date.now() - 9 * 3_600_000 }));
		expect(await learnWork(backend, localStorage, "x")).toBe("none");
	});
});
