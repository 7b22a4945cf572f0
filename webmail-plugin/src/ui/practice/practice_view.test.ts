// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Bundle, Engine, type Finding } from "../../core/index.ts";
import { writtenKinds, writtenRules } from "../../core/testing/packaged_rules.ts";
import vietnamese from "../../locales/vi.json" with { type: "json" };
import { judgeFile } from "../../scan/judge_file.ts";
import type { FileJudge } from "../compose/rule_gate.ts";
import { RuleGate } from "../compose/rule_gate.ts";
import { FakeSurface } from "../testing/fake_letter.ts";
import { BUNDLE } from "../testing/findings.ts";
import { textsIn } from "../texts.ts";
import { openPracticeDialog } from "./practice_dialog.ts";

const PACKAGED: Bundle = { ...BUNDLE, rules: writtenRules(), kinds: writtenKinds() };
const leaving: unknown[] = [];
let surface: FakeSurface;
let opened: string[];
let closed: number;

/** What the worker runs, without the worker. */
function scannerOf(bundle: Bundle): FileJudge {
	const engine = new Engine(bundle);
	const judge = async (file: File): Promise<Finding> =>
		judgeFile(new Uint8Array(await file.arrayBuffer()), file.name, { bundle, engine });
	return { load: () => undefined, start: () => undefined, judge };
}

function practise(bundle: Bundle, offered: string | null = "the rules"): void {
	const means = {
		openBundle: () => bundle,
		bundleForAgency: () => bundle,
		engineOf: () => new Engine(bundle),
		scanner: scannerOf(bundle),
	};
	const server = {
		refused: null,
		bundle: async () => offered,
		token: () => Promise.reject(new Error("nobody asks who this is")),
		pageOf: async () => null,
	};
	const parts = {
		gate: new RuleGate(server, [], async () => means),
		texts: textsIn("vi", vietnamese),
		backendUrl: "https://thu.example",
		openPage: (link: string) => void opened.push(link),
	};
	openPracticeDialog(parts, surface, () => closed++);
}

function press(label: string): void {
	const buttons = [...document.querySelectorAll<HTMLButtonElement>("congvu-practice button")];
	const button = buttons.find((one) => one.textContent === label);
	if (button === undefined) throw new Error(`no button ${label}`);
	button.click();
}

async function attach(): Promise<HTMLElement> {
	press("Thử đính kèm tờ mẫu");
	return vi.waitUntil(() => document.querySelector<HTMLElement>(".congvu-alert"));
}

const words = () => document.querySelector("congvu-practice")?.textContent ?? "";

beforeEach(() => {
	const leaves = (...what: unknown[]) => leaving.push(what);
	vi.stubGlobal("fetch", leaves);
	vi.stubGlobal("XMLHttpRequest", leaves);
	vi.stubGlobal("WebSocket", leaves);
	navigator.sendBeacon = (...what) => leaves(what) > 0;
	leaving.length = 0;
	localStorage.clear();
	sessionStorage.clear();
	document.body.replaceChildren();
	surface = new FakeSurface();
	[opened, closed] = [[], 0];
});

afterEach(() => vi.unstubAllGlobals());

describe("practice", () => {
	it("stops the sample by the province's own rules, and says so as of a real paper", async () => {
		practise(PACKAGED);
		expect(words()).toContain("TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC");
		const alert = await attach();
		expect(alert.dataset.tone).toBe("stop");
		expect(alert.textContent).toContain("tai-lieu-mau.docx");
		expect(alert.textContent).toContain("hệ thống không kết luận đây là bí mật nhà nước");
		expect(alert.textContent).toContain("Gửi bản giấy qua văn thư");
		expect(words()).toContain("Tờ mẫu đã bị dừng");
	});

	it("tells nobody, whatever is pressed, and keeps nothing", async () => {
		practise(PACKAGED);
		await attach();
		press("Báo cảnh báo nhầm…");
		expect(words()).toContain("Lần này không có gì được gửi đi.");
		press("Đã có quyết định cho phép gửi…");
		press("Vì sao, và nên làm gì");
		press("Đã hiểu");
		expect(document.querySelector(".congvu-alert")).toBeNull();
		expect(surface.dialogs).toHaveLength(1); // its own
		expect(opened).toEqual(["https://thu.example/huong-dan/vi-sao/dau-mat"]);
		expect(leaving).toEqual([]);
		expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
	});

	it("does not call the sample stopped where the rules let it pass", async () => {
		practise({ ...PACKAGED, rules: [] });
		const alert = await attach();
		expect(alert.textContent).toContain("Bộ quy tắc đang dùng không dừng tai-lieu-mau.docx");
		expect(words()).not.toContain("Tờ mẫu đã bị dừng");
	});

	it("says that nothing can be judged where the webmail has no rules, and tries again", async () => {
		practise(PACKAGED, null);
		const alert = await attach();
		expect(alert.textContent).toContain("tai-lieu-mau.docx");
		expect(alert.textContent).toContain("Thử lại");
		expect(words()).not.toContain("Tờ mẫu đã bị dừng");
	});

	it("ends what judges when it is closed", async () => {
		practise(PACKAGED);
		await surface.press("Đóng");
		expect(closed).toBe(1);
	});
});
