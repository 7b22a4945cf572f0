// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CheckRecipientsOperation, DeclareOperation } from "../../api/generated.ts";
import type { Finding } from "../../core/index.ts";
import { FakeBackend } from "../testing/fake_letter.ts";
import { DECLASSIFIED, finding, MARKED, SCANNED, signedBundle } from "../testing/findings.ts";
import { type Desk, knowingBackend, letterDesk, VAN } from "../testing/letter_desk.ts";

let desk: Desk;

beforeEach(async () => {
	vi.useFakeTimers({ now: new Date("2026-11-05T08:00:00Z") });
	localStorage.clear();
	await open();
});

afterEach(() => vi.useRealTimers());

async function open(...parts: Parameters<typeof letterDesk>): Promise<void> {
	desk = letterDesk(...parts);
	await quiet();
}

const quiet = () => vi.advanceTimersByTimeAsync(10);

/** Choose a file in which the scanner finds this, and say what became of it. */
async function choose(name: string, found: Finding): Promise<"uploaded" | "refused" | "held"> {
	desk.found.set(name, found);
	let answer: "uploaded" | "refused" | "held" = "held";
	void desk.draft.choose(name).answer.then((upload) => {
		answer = upload ? "uploaded" : "refused";
	});
	await quiet();
	return answer;
}

async function panelText(): Promise<string> {
	await quiet();
	return desk.panel.element.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

async function attach(id: string, found: Finding, inBody = false): Promise<void> {
	desk.found.set(`${id}.pdf`, found);
	desk.draft.hold(id, { inBody });
	desk.draft.change();
	await quiet();
}

describe("a chosen file", () => {
	it("is uploaded when it is clean", async () => {
		expect(await choose("a.docx", finding())).toBe("uploaded");
	});

	it("is never uploaded when it bears a mark; the panel says why and what to do", async () => {
		expect(await choose("a.docx", MARKED)).toBe("refused");
		const text = await panelText();
		expect(text).toContain("Tệp “a.docx” không được gửi qua thư điện tử");
		expect(text).toContain("Tệp có dấu hiệu mang dấu chỉ độ mật; hệ thống không kết luận đây là bí mật nhà nước.");
		expect(text).toContain("trang 1, dòng 3, trong inner.zip/phụ lục.docx");
		expect(text).toContain("Căn cứ: Chỉ thị, khoản 1 điểm e");
		expect(text).toContain("Gửi bản giấy qua văn thư");
	});

	it("with a mark is reported at once, by action, state, rule and bundle only", async () => {
		await choose("a.docx", MARKED);
		await choose("b.docx", finding());
		expect(desk.reported).toEqual([
			{
				fingerprint: null,
				action: "BLOCK",
				state: "marked",
				rules: ["secrecy.marking"],
				bundle: "2026.11.3",
				obligation: null,
				kind: null,
				elapsedMs: 12,
			},
		]);
	});

	it("waits when it cannot be read, and its line says what for", async () => {
		expect(await choose("scan.jpg", SCANNED)).toBe("held");
		expect(desk.draft.notes.at(-1)).toBe("Chờ xác nhận");
		expect(await panelText()).toContain("scan.jpg: chưa đọc được nội dung");
	});

	it("goes up as soon as it was confirmed by name", async () => {
		desk.found.set("scan.jpg", SCANNED);
		const { answer } = desk.draft.choose("scan.jpg");
		await quiet();
		await confirm("1");
		expect(await answer).toBe(true);
	});

	it("that needs a confirmation is not sent outside: it waits and says who is outside", async () => {
		desk.draft.to = ["congdan@nguoidan.example"];
		expect(await choose("scan.jpg", SCANNED)).toBe("held");
		expect(await panelText()).toContain("Người nhận ngoài hệ thống: congdan@nguoidan.example");
		expect(desk.draft.notes.at(-1)).toBe("Không gửi được tới người nhận đã chọn");
	});

	it("may be confirmed again once the outside recipient is gone", async () => {
		desk.draft.to = ["congdan@nguoidan.example"];
		await choose("scan.jpg", SCANNED);
		desk.draft.to = ["cntt@moet.gov.vn"];
		desk.draft.change();
		await quiet();
		expect(await panelText()).toContain("Cần người xác nhận trước khi gửi: 1 tệp");
	});

	it("for an official who could not be asked about waits as not checked, and is to be confirmed a second later", async () => {
		const backend = knowingBackend();
		let isAway = true;
		const ask = backend.ask.bind(backend);
		vi.spyOn(backend, "ask").mockImplementation((operation, variables) =>
			isAway && operation.id === CheckRecipientsOperation.id
				? Promise.reject(new TypeError())
				: ask(operation, variables),
		);
		await open(backend);
		desk.draft.to = ["cntt@moet.gov.vn"];
		await choose("scan.jpg", SCANNED);
		expect(await panelText()).toContain("Chưa kiểm tra được người nhận: cntt@moet.gov.vn");
		expect(await panelText()).not.toContain("Người nhận ngoài hệ thống");

		isAway = false;
		await vi.advanceTimersByTimeAsync(1_000);
		expect(await panelText()).toContain("Cần người xác nhận trước khi gửi: 1 tệp");
	});

	it("is refused in words while there are no rules, and offered again on a click", async () => {
		await open(knowingBackend(), null);
		expect(await choose("a.docx", finding())).toBe("refused");
		expect(await panelText()).toContain("Chưa kiểm tra được tệp “a.docx”");
		desk.panel.element.querySelector<HTMLButtonElement>(".congvu-alert button")?.click();
		await quiet();
		expect(desk.draft.offered.map(({ name }) => name)).toEqual(["a.docx"]);
	});

	it("is refused when looking at it fails", async () => {
		desk.found.set("a.docx", Promise.reject(new Error("broken")));
		const { answer } = desk.draft.choose("a.docx");
		await quiet();
		expect(await answer).toBe(false);
	});

	it("that was taken back meanwhile is not uploaded and not spoken of", async () => {
		desk.found.set("a.docx", finding());
		const { answer, withdraw } = desk.draft.choose("a.docx");
		withdraw();
		expect(await answer).toBe(false);
		expect(await panelText()).not.toContain("a.docx");
	});
});

/** Fill in the dialog for this person and press the button. */
async function confirm(person: string | null): Promise<boolean> {
	const before = desk.surface.dialogs.length;
	if (before === 0 || !document.querySelector("congvu-confirm")) {
		const button = [...desk.panel.element.querySelectorAll("button")].find((one) =>
			one.textContent?.includes("Xác nhận"),
		);
		button?.click();
	}
	await quiet();
	const form = document.querySelector("congvu-confirm");
	if (person !== null) form?.querySelector<HTMLInputElement>(`input[value="${person}"]`)?.click();
	for (const select of form?.querySelectorAll("select") ?? []) {
		if (select.value === "") select.value = select.options[1]?.value ?? "";
	}
	const closed = await desk.surface.press("Tôi xác nhận");
	await quiet();
	return closed;
}

describe("confirming", () => {
	it("chooses nobody beforehand where several share the mailbox, and asks until a name is chosen", async () => {
		await choose("scan.jpg", SCANNED);
		expect(await confirm(null)).toBe(false);
		expect(document.querySelector("congvu-confirm")?.textContent).toContain("Hãy chọn người xác nhận");
		expect(await confirm("1")).toBe(true);
	});

	it("does not begin on its button: Enter alone confirms nothing", async () => {
		await choose("scan.jpg", SCANNED);
		[...desk.panel.element.querySelectorAll("button")].find((one) => one.textContent?.includes("Xác nhận"))?.click();
		await quiet();
		expect(document.activeElement?.tagName).toBe("SELECT");
	});

	it("names the only person there is", async () => {
		await open(knowingBackend([VAN]));
		await choose("scan.jpg", SCANNED);
		expect(await confirm(null)).toBe(true);
		expect(desk.backend.asked.at(-1)?.variables).toEqual({
			declaration: { fingerprint: "s".repeat(22), reason: "CHECKED_UNREADABLE", person: "1" },
		});
	});

	it("says so plainly when the backend is away, and the file stays where it is", async () => {
		await open(new FakeBackend());
		expect(await choose("scan.jpg", SCANNED)).toBe("held");
		expect(await confirm(null)).toBe(false);
		expect(document.querySelector("congvu-confirm")?.textContent).toContain("Chưa kết nối được máy chủ Thư Công Vụ");
	});

	it("stands for a day: the same file is not asked about again", async () => {
		await choose("scan.jpg", SCANNED);
		await confirm("2");
		await open();
		expect(await choose("bản quét khác tên.jpg", SCANNED)).toBe("uploaded");
	});

	it("stands no longer than the backend said", async () => {
		const declare = { __typename: "Declared" as const, id: "1", expiresAt: "2026-11-06T08:00:00Z" };
		await open(knowingBackend().answers(DeclareOperation, () => ({ declare })));
		await choose("scan.jpg", SCANNED);
		await confirm("1");
		vi.setSystemTime(new Date("2026-11-06T08:00:01Z"));
		expect(await choose("scan.jpg", SCANNED)).toBe("held");
	});

	it.each([
		["ForbiddenError", "Hộp thư này không được phép xác nhận tệp"],
		["InputError", "Xác nhận chưa được ghi nhận"],
	] as const)("that the backend refuses (%s) is a plain sentence, and the file waits", async (__typename, sentence) => {
		await open(knowingBackend().answers(DeclareOperation, () => ({ declare: { __typename, code: "x" } })));
		expect(await choose("scan.jpg", SCANNED)).toBe("held");
		expect(await confirm("1")).toBe(false);
		expect(document.querySelector("congvu-confirm")?.textContent).toContain(sentence);
	});
});

describe("saving a draft", () => {
	it("is free when the text and the files are clean", async () => {
		await attach("rcmfile1", finding());
		desk.draft.text = ["Kính gửi Sở Tài chính"];
		expect(desk.draft.bodyGuard("draft")).toBe(true);
	});

	it("is stopped by a marked line in the text; switching and spelling as well", () => {
		desk.draft.text = ["Kính gửi", "TỐI MẬT"];
		expect(desk.draft.bodyGuard("draft")).toBe(false);
		expect(desk.draft.bodyGuard("text")).toBe(false);
	});

	it("is stopped by a marked subject", async () => {
		desk.draft.title = "TỐI MẬT";
		expect(desk.draft.bodyGuard("draft")).toBe(false);
		expect(await panelText()).toContain("Tiêu đề thư không được gửi qua thư điện tử");
	});

	it("is stopped when the text cannot be read", () => {
		desk.draft.bodyLines = () => {
			throw new Error("encrypted");
		};
		expect(desk.draft.bodyGuard("text")).toBe(false);
	});

	it("waits for a forwarded file that is being looked at, and then happens by itself", async () => {
		let found: (value: Finding) => void = () => undefined;
		desk.found.set("rcmfile1.pdf", new Promise((resolve) => (found = resolve)));
		desk.draft.hold("rcmfile1");
		desk.draft.change();
		await quiet();
		expect(desk.draft.bodyGuard("draft")).toBe(false);
		expect(desk.surface.announced).toEqual(["Đang kiểm tra tệp: nháp sẽ được lưu ngay khi xong."]);
		found(finding());
		await quiet();
		expect(desk.draft.saves).toBe(1);
	});

	it("is stopped by a marked file in the draft until it is removed", async () => {
		await attach("rcmfile1", MARKED);
		expect(desk.draft.bodyGuard("draft")).toBe(false);
		expect(await panelText()).toContain("cho đến khi bỏ tệp này");
		desk.draft.files = [];
		desk.draft.change();
		expect(desk.draft.bodyGuard("draft")).toBe(true);
	});

	it("is stopped by a picture in the body that nobody has confirmed; by a file on the server it is not", async () => {
		await attach("picture", SCANNED, true);
		expect(desk.draft.bodyGuard("draft")).toBe(false);
		desk.draft.files = [];
		await attach("rcmfile1", SCANNED);
		expect(desk.draft.bodyGuard("draft")).toBe(true);
	});

	it("leaves the alert when the marked line is gone", async () => {
		desk.draft.text = ["TỐI MẬT"];
		desk.draft.bodyGuard("draft");
		expect(await panelText()).toContain("Nội dung thư không được gửi qua thư điện tử");
		desk.draft.text = ["thư"];
		desk.draft.change();
		expect(await panelText()).not.toContain("Nội dung thư không được");
	});
});

it("rules that came with a file judge words at every other way out as well", async () => {
	desk = letterDesk(knowingBackend(), signedBundle(), { isLoaded: false });
	await quiet();
	desk.rules.isLoaded = true;
	expect(desk.draft.bodyGuard("draft")).toBe(false);
	expect(await choose("a.docx", finding())).toBe("uploaded");
	expect(desk.draft.bodyGuard("draft")).toBe(true);
});

describe("sending", () => {
	beforeEach(() => {
		desk.draft.to = ["sotaichinh@thainguyen.gov.vn"];
	});

	async function send(): Promise<boolean | "waiting"> {
		let answer: boolean | "waiting" = "waiting";
		void desk.draft.sendGuard().then((may) => {
			answer = may;
		});
		await quiet();
		return answer;
	}

	it("is free when everything is clean, and what went is reported", async () => {
		await attach("rcmfile1", finding({ obligation: "mandatory" }));
		expect(await send()).toBe(true);
		expect(desk.reported).toEqual([
			expect.objectContaining({ action: "ALLOW", fingerprint: "f".repeat(22), obligation: "mandatory", kind: "CV" }),
		]);
	});

	it("needs no backend for the province", async () => {
		await open(new FakeBackend());
		desk.draft.to = ["sotaichinh@thainguyen.gov.vn"];
		await attach("rcmfile1", finding());
		expect(await send()).toBe(true);
	});

	it("stops for a marked text, a marked file, a file nobody could look at", async () => {
		desk.draft.text = ["TỐI MẬT"];
		expect(await send()).toBe(false);
		desk.draft.text = [];
		await attach("rcmfile1", MARKED);
		expect(await send()).toBe(false);
		desk.draft.files = [];
		desk.draft.hold("rcmfile2", { read: () => Promise.reject(new Error("gone")) });
		expect(await send()).toBe(false);
		expect(await panelText()).toContain("Chưa lấy lại được tệp từ webmail để kiểm tra");
	});

	it("waits for the scan of what came with the draft", async () => {
		let found: (value: Finding) => void = () => undefined;
		desk.found.set("rcmfile1.pdf", new Promise((resolve) => (found = resolve)));
		desk.draft.hold("rcmfile1");
		const answer = desk.draft.sendGuard();
		await quiet();
		found(finding());
		expect(await answer).toBe(true);
	});

	it("asks for a name, and goes on when it was given", async () => {
		await attach("rcmfile1", DECLASSIFIED);
		const answer = desk.draft.sendGuard();
		await quiet();
		await confirm("1");
		expect(await answer).toBe(true);
		expect(desk.reported.at(-1)).toMatchObject({ action: "CONFIRM", state: "declassified" });
	});

	it("stops when nobody confirms", async () => {
		await attach("rcmfile1", DECLASSIFIED);
		const answer = desk.draft.sendGuard();
		await quiet();
		await desk.surface.press("Huỷ");
		expect(await answer).toBe(false);
	});

	it("takes everyone for outside whom the backend could not be asked about", async () => {
		await open(new FakeBackend());
		desk.draft.to = ["cntt@moet.gov.vn"];
		await attach("rcmfile1", SCANNED);
		expect(await send()).toBe(false);
		expect(await panelText()).toContain("lúc này chỉ công nhận địa chỉ trong tỉnh");
	});

	it("does not wait for ever for a backend that is silent", async () => {
		const silent = knowingBackend();
		silent.ask = () => new Promise(() => undefined);
		await open(silent);
		desk.draft.to = ["cntt@moet.gov.vn"];
		await attach("rcmfile1", finding());
		const answer = desk.draft.sendGuard();
		await vi.advanceTimersByTimeAsync(3_100);
		expect(await answer).toBe(true);
	});

	it("stops when a confirmed file did not arrive at the webmail", async () => {
		desk.draft.arrives = false;
		expect(await send()).toBe(false);
	});

	it("without rules lets a letter without files go, and says what is missing", async () => {
		await open(knowingBackend(), null);
		desk.draft.to = ["sotaichinh@thainguyen.gov.vn"];
		expect(await send()).toBe(true);
		expect(await panelText()).toContain("webmail chưa nhận được bộ quy tắc hợp lệ");
		desk.draft.hold("rcmfile1");
		expect(await send()).toBe(false);
	});

	it("looks again at what came with the draft once there are rules", async () => {
		await open(knowingBackend(), null);
		desk.draft.to = ["sotaichinh@thainguyen.gov.vn"];
		await attach("rcmfile1", finding());
		expect(await panelText()).toContain("nên thư chưa gửi được cùng tệp này");
		desk.served = signedBundle();
		desk.panel.element.querySelector<HTMLButtonElement>(".congvu-alert button")?.click();
		await quiet();
		expect(await send()).toBe(true);
	});

	it("does not ask to confirm a file that has no fingerprint: it stops", async () => {
		await attach("rcmfile1", finding({ unreadableReason: "limit", fingerprint: "" }));
		expect(await send()).toBe(false);
		expect(desk.surface.dialogs).toEqual([]);
		expect(await panelText()).toContain("tệp quá lớn để xác nhận");
	});

	it("says why a set of rules was not taken, and takes no file without one", async () => {
		await open(knowingBackend(), `${signedBundle().slice(0, -86)}${"A".repeat(86)}`);
		expect(await choose("a.docx", MARKED)).toBe("refused");
		expect(await panelText()).toContain("không mang chữ ký được webmail này tin cậy nên không được áp dụng");
	});

	it("goes on with an expired set of rules, and says that it has expired", async () => {
		await open(knowingBackend(), signedBundle({ expires_at: "2026-11-04T00:00:00Z" }));
		desk.draft.to = ["sotaichinh@thainguyen.gov.vn"];
		expect(await send()).toBe(true);
		expect(await panelText()).toContain("Bộ quy tắc đã quá hạn");
		expect(await choose("a.docx", MARKED)).toBe("refused");
	});
});

describe("while what judges cannot be loaded", () => {
	beforeEach(async () => {
		desk = letterDesk(knowingBackend(), signedBundle(), { isLoaded: false });
		await quiet();
		desk.surface.announced.length = 0;
		desk.draft.to = ["sotaichinh@thainguyen.gov.vn"];
	});

	it("nothing leaves, and that is said: no letter, no draft, no words", async () => {
		const sent = desk.draft.sendGuard();
		await quiet();
		expect(await sent).toBe(false);
		expect([desk.draft.bodyGuard("draft"), desk.draft.bodyGuard("text")]).toEqual([false, false]);
		expect(desk.surface.announced).toEqual(["not loaded"]);
	});

	it("a file is refused in words, and offered again on a click", async () => {
		expect(await choose("a.docx", finding())).toBe("refused");
		expect(await panelText()).toContain("Chưa kiểm tra được tệp “a.docx”");
		desk.panel.element.querySelector<HTMLButtonElement>(".congvu-alert button")?.click();
		await quiet();
		expect(desk.draft.offered.map(({ name }) => name)).toEqual(["a.docx"]);
	});

	it("it is tried again by what is done next", async () => {
		desk.rules.isLoaded = true;
		const sent = desk.draft.sendGuard();
		await quiet();
		expect(await sent).toBe(true);
		expect(desk.draft.bodyGuard("draft")).toBe(true);
	});
});

describe("a letter the mail server did not take", () => {
	it("leads to the page where it is confirmed, until that is understood", async () => {
		desk.draft.refuse({ kind: "confirm", link: "https://congvu.example/xac-nhan/3NBZ1BW6", reference: "6MDDDHH75D7X" });
		expect(await panelText()).toContain("Mã để hỏi: 6MDDDHH75D7X");
		const [open, understood] = desk.panel.element.querySelectorAll<HTMLButtonElement>(".congvu-alert button");
		open?.click();
		expect(desk.opened).toEqual(["https://congvu.example/xac-nhan/3NBZ1BW6"]);
		understood?.click();
		expect(await panelText()).not.toContain("6MDDDHH75D7X");
	});

	it("is explained on a page of the backend", async () => {
		desk.draft.refuse({ kind: "unreadable", link: "", reference: "ABC" });
		await panelText();
		const buttons = [...desk.panel.element.querySelectorAll<HTMLButtonElement>(".congvu-alert button")];
		buttons.find(({ textContent }) => textContent === "Vì sao, và nên làm gì")?.click();
		expect(desk.opened).toEqual(["https://congvu.example/huong-dan/vi-sao/khong-doc-duoc"]);
	});

	it("with a mark is told the lawful way", async () => {
		desk.draft.refuse({ kind: "marked", link: "", reference: "ABC" });
		expect(await panelText()).toContain("Gửi bản giấy qua văn thư");
		expect(desk.panel.element.querySelector('[data-tone="stop"]')).not.toBeNull();
	});
});
