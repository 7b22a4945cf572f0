// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import {
	ForgetRecipientsOperation,
	MeOperation,
	RecordIssuedOperation,
	RememberRecipientsOperation,
	ResolveRecipientsOperation,
} from "../../api/generated.ts";
import type { Finding } from "../../core/index.ts";
import vietnamese from "../../locales/vi.json";
import { ActingPerson } from "../letter/acting_person.ts";
import { FakeBackend, FakeDraft, FakeSurface } from "../testing/fake_letter.ts";
import { finding, MARKED, SCANNED } from "../testing/findings.ts";
import { documentLike } from "../testing/issued.ts";
import { THU, VAN } from "../testing/letter_desk.ts";
import { type AnsweredEntry, entryLike, matchLike } from "../testing/recipients.ts";
import { textsIn } from "../texts.ts";
import { openIssueDialog } from "./issue_dialog.ts";

const texts = textsIn("vi", vietnamese);
const AGENCY = { code: "H55.05", name: "Sở Khoa học và Công nghệ" };
const FINANCE = matchLike("H55.07", "Sở Tài chính", "sotaichinh@thainguyen.gov.vn");
const COMMUNE = matchLike("H55.40", "UBND xã Phú Lương", "phuluong@thainguyen.gov.vn");
const NEIGHBOUR = matchLike("H55.44", "UBND xã Vô Tranh", "votranh@thainguyen.gov.vn");
const PAPER = finding({
	document: {
		kind: "QĐ",
		kindName: "Quyết định",
		number: "21/QĐ-SKHCN",
		issuedOn: "2026-11-05",
		subject: "ban hành Kế hoạch",
		urgency: null,
		kinhGui: [],
		noiNhan: ["Các sở, ban, ngành", "Phú Lương", "Bà Trần Thị Mẫu", "Lưu: VT"],
	},
});

let backend: FakeBackend;
let draft: FakeDraft;
let surface: FakeSurface;
let found: Finding | null;
let reported: Finding[];
let roles: ("CLERK" | "OFFICIAL")[];
let remembered: boolean;

beforeEach(() => {
	document.body.replaceChildren();
	sessionStorage.clear();
	localStorage.clear();
	found = PAPER;
	reported = [];
	roles = ["CLERK"];
	remembered = false;
	draft = new FakeDraft();
	surface = new FakeSurface();
	backend = new FakeBackend()
		.answers(MeOperation, () => ({
			me: { login: "x", roles, agency: AGENCY, headOf: [], mailboxes: [], people: [VAN, THU] },
		}))
		.answers(ResolveRecipientsOperation, ({ entries }) => ({ resolveRecipients: [entries].flat().map(resolve) }))
		.answers(RecordIssuedOperation, () => ({
			recordIssued: { __typename: "IssuedNoted" as const, document: documentLike() },
		}))
		.answers(RememberRecipientsOperation, () => ({
			rememberRecipients: { __typename: "RecipientChoiceKept" as const },
		}))
		.answers(ForgetRecipientsOperation, () => {
			remembered = false;
			return { forgetRecipients: { __typename: "RecipientChoiceKept" as const } };
		});
	openIssueDialog(
		{
			backend,
			texts,
			draft,
			storage: localStorage,
			person: new ActingPerson(sessionStorage, "x"),
			bundle: () => null,
			judge: async () => found,
			report: (one) => void reported.push(one),
			files: () => [],
		},
		surface,
	);
});

function resolve(text: string): AnsweredEntry {
	if (text === "Phú Lương" && remembered) {
		const memory = { text, chosenBy: "Trần Văn Thư", chosenAt: "2026-11-01T08:00:00Z" };
		return entryLike(text, [COMMUNE], { memories: [memory] });
	}
	if (text.startsWith("Các sở")) return entryLike(text, [FINANCE], { group: true });
	if (text === "Phú Lương") {
		const question = { text, reason: "CONFUSABLE" as const, predecessor: null, candidates: [COMMUNE, NEIGHBOUR] };
		return entryLike(text, [], { state: "ASK", questions: [question] });
	}
	return entryLike(text, [], { internal: text.startsWith("Lưu") });
}

const quiet = () => new Promise((settled) => setTimeout(settled, 5));
const shown = () => document.body.textContent?.replaceAll(/\s+/gu, " ") ?? "";
const within = <E extends Element>(selector: string) => document.querySelector<E>(selector) as E;

async function drop(name = "qd.pdf"): Promise<void> {
	await quiet();
	const event = new Event("drop", { bubbles: true, cancelable: true });
	Object.assign(event, { dataTransfer: { files: [new File(["%PDF- /Type /Pages /Count 12"], name)] } });
	within(".congvu-drop").dispatchEvent(event);
	await quiet();
	await quiet();
}

function change(selector: string, value: string): void {
	const field = within<HTMLInputElement | HTMLSelectElement>(selector);
	field.value = value;
	field.dispatchEvent(new Event("change", { bubbles: true }));
}

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"]')];
const variablesOf = (id: string) => backend.asked.find((one) => one.id === id)?.variables;

const submit = async () => {
	const closed = await surface.press(vietnamese["issue.submit"]);
	await quiet();
	return closed;
};

describe("issuing a paper", () => {
	it("that bears a mark ends here: nothing is asked, recorded or attached", async () => {
		found = MARKED;
		await drop("a.docx");
		expect(shown()).toContain("Tệp “a.docx” không được gửi qua thư điện tử");
		expect(await submit()).toBe(false);
		expect(reported).toEqual([MARKED]);
		expect(draft.offered).toEqual([]);
		expect(backend.asked.map(({ id }) => id)).toEqual([MeOperation.id]);
	});

	it("is refused too while nobody could look at it", async () => {
		found = null;
		await drop("a.docx");
		expect(shown()).toContain("Chưa kiểm tra được tệp “a.docx”");
		expect(draft.offered).toEqual([]);
	});

	it("let pass by a decision of its own is not recorded", async () => {
		found = { ...PAPER, secrecy: "cleared" };
		await drop();
		expect(shown()).toContain("được cho gửi theo quyết định riêng");
		expect(reported).toEqual([]);
	});

	it("shows each recipient, and asks where it is not sure", async () => {
		await drop();
		const rows = [...document.querySelectorAll('[data-table="recipients"] tbody tr')];
		expect(rows.map((row) => row.getAttribute("data-certainty"))).toEqual(["sure", "ask", "ask", "nobody"]);
		const boxes = [...document.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"]')];
		expect(boxes.map(({ checked }) => checked)).toEqual([true, false, false]);
		expect(shown()).toContain("Hãy chọn nơi đúng. Lý do: tên dễ lẫn, không đoán.");
		expect(document.querySelectorAll("tbody select")).toHaveLength(2);
		expect(within<HTMLInputElement>('[data-field="pages"]').value).toBe("12");
		expect(shown()).toContain("Gửi thư tới 1/3 nơi.");
	});

	it("needs a name, then records it and puts recipients, subject and paper into the letter", async () => {
		await drop();
		expect(await submit()).toBe(false);
		expect(shown()).toContain("Hãy chọn tên người ghi nhận");
		change(".congvu-who select", VAN.id);
		expect(await submit()).toBe(true);

		const { variables } = backend.asked.at(-1) as { variables: { document: object; person: string } };
		expect(variables).toEqual({
			agency: "H55.05",
			person: VAN.id,
			document: {
				fingerprint: PAPER.fingerprint,
				symbol: "21/QĐ-SKHCN",
				kind: "QĐ",
				issuedOn: "2026-11-05",
				pages: 12,
				copies: 1,
				lines: [
					{ entry: 1, text: "Các sở, ban, ngành", recipientCode: "H55.07", address: FINANCE.address, reason: null },
					{ entry: 2, text: "Phú Lương", recipientCode: "", address: "", reason: null },
					{ entry: 3, text: "Bà Trần Thị Mẫu", recipientCode: "", address: "", reason: null },
				],
			},
		});
		expect(JSON.stringify(variables)).not.toContain("Kế hoạch");
		expect(draft.to).toEqual([FINANCE.address]);
		expect(draft.title).toBe("21/QĐ-SKHCN – ban hành Kế hoạch");
		expect(draft.offered.map(({ name }) => name)).toEqual(["qd.pdf"]);
		expect(surface.announced).toEqual([vietnamese["issue.done"]]);
	});

	it("counts of a question the recipient chosen, and no other candidate", async () => {
		await drop();
		const boxes = [...document.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"]')];
		boxes[2]?.click();
		await quiet();
		expect(shown()).toContain("Gửi thư tới 2/3 nơi.");
		change(".congvu-who select", VAN.id);
		await submit();
		const { document: recorded } = variablesOf(RecordIssuedOperation.id) as {
			document: { lines: { recipientCode: string }[] };
		};
		expect(recorded.lines.map(({ recipientCode }) => recipientCode)).toEqual(["H55.07", "H55.44", ""]);
		expect(draft.to).toEqual([FINANCE.address, NEIGHBOUR.address]);
	});

	it("remembers for the agency what was chosen, by the name of who chose", async () => {
		await drop();
		boxes()[2]?.click();
		await quiet();
		expect(shown()).toContain("Nhớ cho cơ quan, lần sau không hỏi lại: “Phú Lương” là UBND xã Vô Tranh");
		change(".congvu-who select", VAN.id);
		expect(await submit()).toBe(true);
		expect(variablesOf(RememberRecipientsOperation.id)).toEqual({
			agency: "H55.05",
			choice: { text: "Phú Lương", codes: ["H55.44"], person: VAN.id },
		});
		expect(surface.announced).toEqual([vietnamese["issue.done"]]);
	});

	it("remembers nothing where the clerk does not want it, or nothing was chosen", async () => {
		await drop();
		expect(document.querySelector('[data-field="remember"]')).toBeNull();
		boxes()[2]?.click();
		await quiet();
		within<HTMLInputElement>('[data-field="remember"]').click();
		change(".congvu-who select", VAN.id);
		expect(await submit()).toBe(true);
		expect(variablesOf(RememberRecipientsOperation.id)).toBeUndefined();
	});

	it.each([
		["is refused", { __typename: "InputError" as const, code: "wrong_codes" }],
		["finds nobody", null],
	])("is issued all the same when remembering %s, and that is said", async (_, rememberRecipients) => {
		if (rememberRecipients === null) backend.forgets(RememberRecipientsOperation);
		else backend.answers(RememberRecipientsOperation, () => ({ rememberRecipients }));
		await drop();
		boxes()[1]?.click();
		await quiet();
		change(".congvu-who select", VAN.id);
		expect(await submit()).toBe(true);
		expect(draft.to).toEqual([FINANCE.address, COMMUNE.address]);
		expect(surface.announced).toEqual([vietnamese["issue.done_not_kept"]]);
	});

	it("says what was chosen before, and asks again by name on a click", async () => {
		remembered = true;
		await drop();
		expect(shown()).toContain("“Phú Lương”: đã chọn lần trước, Trần Văn Thư.");
		const again = within<HTMLButtonElement>(".congvu-memories button");
		again.click();
		await quiet();
		expect(variablesOf(ForgetRecipientsOperation.id)).toBeUndefined(); // nobody said who asks
		change(".congvu-who select", VAN.id);
		again.click();
		await quiet();
		expect(variablesOf(ForgetRecipientsOperation.id)).toEqual({ agency: "H55.05", text: "Phú Lương", person: VAN.id });
		expect(shown()).not.toContain("đã chọn lần trước");
		expect(shown()).toContain("tên dễ lẫn, không đoán");
	});

	it("goes to hidden recipients where the house prefers that, and the browser remembers it", async () => {
		await drop();
		change('[data-field="field"]', "bcc");
		change(".congvu-who select", VAN.id);
		await submit();
		expect(draft.hidden).toEqual([FINANCE.address]);
		expect(draft.to).toEqual([]);
		expect(localStorage.getItem("congvu.issue.field")).toBe("bcc");
	});

	it("changes nothing in the letter when it could not be recorded", async () => {
		backend.answers(RecordIssuedOperation, () => ({
			recordIssued: { __typename: "ForbiddenError" as const, code: "forbidden" },
		}));
		await drop();
		change(".congvu-who select", VAN.id);
		expect(await submit()).toBe(false);
		expect(shown()).toContain("Mục này dành cho văn thư của cơ quan.");
		expect([draft.to, draft.offered]).toEqual([[], []]);
	});

	it("without a number in the right form is not recorded", async () => {
		await drop();
		change('[data-field="symbol"]', "QĐ");
		change(".congvu-who select", VAN.id);
		expect(await submit()).toBe(false);
		expect(shown()).toContain("Số, ký hiệu chưa đúng dạng");
	});

	it("that could not be read lets the clerk paste its recipients, and says that it will be asked about", async () => {
		found = { ...SCANNED, document: { ...PAPER.document, noiNhan: [] } };
		await drop("scan.jpg");
		expect(shown()).toContain("hệ thống sẽ hỏi người xác nhận như thường lệ");
		const entries = within<HTMLTextAreaElement>('[data-field="entries"]');
		entries.value = "Các sở, ban, ngành\n\nLưu: VT";
		entries.dispatchEvent(new Event("input", { bubbles: true }));
		await quiet();
		within<HTMLButtonElement>('[data-press="resolve"]').click();
		await quiet();
		expect(document.querySelectorAll('[data-table="recipients"] tbody tr')).toHaveLength(1);
	});
});
