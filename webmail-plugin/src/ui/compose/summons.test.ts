// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { Entrance } from "./entrance.ts";
import { type ManAtGate, Summons } from "./summons.ts";

const WORDS = { label: "Kiểm tra trước khi gửi", missing: "Chưa tải được; hãy thử lại.", retry: "Thử lại" };
const FILE = new File(["a"], "a.docx");
const GATE: ManAtGate = { learnRules: async () => undefined };

let place: HTMLElement;
let brought: number;
let offered: File[];
let bring: () => Promise<ManAtGate>;
let summons: Summons;

beforeEach(() => {
	document.body.innerHTML = '<div id="panel">not running</div>';
	place = document.querySelector("#panel") as HTMLElement;
	brought = 0;
	offered = [];
	bring = async () => GATE;
	const entrance = new Entrance(place, WORDS);
	entrance.open();
	const counted = () => {
		brought++;
		return bring();
	};
	summons = new Summons("Đang kiểm tra", counted, entrance, (files) => offered.push(...files));
});

const settled = () => new Promise((resolve) => setTimeout(resolve));
const alerts = () => Array.from(place.querySelectorAll('[data-tone="stop"]'), (alert) => alert.textContent);
const retry = () => (place.querySelector("button") as HTMLButtonElement).click();

describe("the gate of a letter", () => {
	it("is brought once, whoever calls it; meanwhile the panel is there and says nothing", async () => {
		expect(await Promise.all([summons.summon(null), summons.summon(FILE)])).toEqual([GATE, GATE]);
		expect(brought).toBe(1);
		expect(place.querySelector("section.congvu")?.getAttribute("aria-label")).toBe("Kiểm tra trước khi gửi");
		expect(place.textContent).toBe("");
	});

	it("that cannot be brought refuses the file, and says so once with a button", async () => {
		bring = () => Promise.reject(new TypeError("Failed to fetch"));
		await Promise.allSettled([summons.summon(FILE), summons.summon(null)]);
		expect(alerts()).toEqual(["Chưa tải được; hãy thử lại.Thử lại"]);
	});

	it("is called again by the button, and the refused files are offered again", async () => {
		bring = () => Promise.reject(new TypeError("Failed to fetch"));
		await expect(summons.summon(FILE)).rejects.toThrow();
		bring = async () => GATE;
		retry();
		expect([offered, alerts()]).toEqual([[FILE], []]);
		expect(await summons.summon(FILE)).toBe(GATE);
		expect(brought).toBe(2);
	});

	it("is called again by the button where no file waits for it", async () => {
		bring = () => Promise.reject(new TypeError("Failed to fetch"));
		await expect(summons.summon(null)).rejects.toThrow();
		retry();
		await settled();
		expect([brought, alerts().length]).toEqual([2, 1]);
		bring = async () => GATE;
		retry();
		await settled();
		expect([brought, offered, alerts()]).toEqual([3, [], []]);
	});
});
