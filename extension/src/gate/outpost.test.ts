// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, type Mock, vi } from "vitest";
import type { Doorkeeper } from "../../../webmail-plugin/src/hosts/page/doors.ts";
import type { TakenFiles } from "../../../webmail-plugin/src/hosts/page/taken_files.ts";
import type { Gate } from "./gate.ts";
import { Outpost, type Reserve } from "./outpost.ts";

const PAPER = new File(["a"], "a.docx");

let page: Window;
let left: AbortController;
let heard: string[];
let gate: { doors: Doorkeeper & { brought: Mock<Doorkeeper["brought"]>; passLate: Mock<(event: Event) => void> } };
let come: () => void;
let fail: () => void;
let retry: (() => void) | null;
let reserve: Reserve & { loads: number };
let outpost: Outpost;

/** As the browser chooses: the input holds the file, then says so. */
function choose(): HTMLInputElement {
	const input = document.querySelector("input") as HTMLInputElement;
	Object.defineProperty(input, "files", { value: [PAPER], configurable: true, writable: true });
	input.dispatchEvent(new Event("change", { bubbles: true }));
	return input;
}

function submit(): boolean {
	return (
		document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })) ?? true
	);
}

/** Until the next page. */
const listen: typeof window.addEventListener = (type: string, heard: EventListenerOrEventListenerObject) =>
	window.addEventListener(type, heard, { capture: true, signal: left.signal });

function namesOf([taken]: [TakenFiles, unknown]): string[] {
	return taken.files.map(({ name }) => name);
}

beforeEach(() => {
	left?.abort();
	left = new AbortController();
	vi.stubGlobal("chrome", { runtime: { id: "congvu" } });
	document.body.innerHTML = '<form><input type="file"><textarea></textarea><button id="b">Gửi</button></form>';
	page = new Proxy(window, {
		get: (target, name) => (name === "addEventListener" ? listen : Reflect.get(target, name)),
	});
	heard = [];
	for (const type of ["change", "submit"]) document.body.addEventListener(type, () => heard.push(type));
	gate = {
		doors: {
			standsBack: false,
			isOurs: () => false,
			brought: vi.fn<Doorkeeper["brought"]>(),
			touched: () => undefined,
			mayPass: () => false,
			passLate: vi.fn<(event: Event) => void>(),
		},
	};
	retry = null;
	reserve = {
		loads: 0,
		load: () => {
			reserve.loads++;
			return new Promise((resolve, reject) => {
				come = () => resolve({ openGate: () => gate as unknown as Gate });
				fail = () => reject(new TypeError("Failed to fetch"));
			});
		},
		refuse: (again) => {
			retry = again;
		},
	};
	outpost = new Outpost(page, reserve);
});

describe("before the rest of layer 1 is there", () => {
	it("a file that is chosen and sent in the first moment waits, however long that takes, and goes to the gate in its order", async () => {
		const input = choose();
		expect(submit()).toBe(false);
		expect(heard).toEqual([]);
		expect(input.value).toBe("");

		await vi.waitFor(() => expect(reserve.loads).toBe(1));
		expect(gate.doors.brought).not.toHaveBeenCalled();
		come();
		await vi.waitFor(() => expect(gate.doors.passLate).toHaveBeenCalledOnce());
		expect(gate.doors.brought.mock.calls.map((call) => namesOf(call))).toEqual([["a.docx"]]);
		expect(heard).toEqual([]);
	});

	it("a gate that cannot come lets nothing go, says so, and is given what was held when a person asks again", async () => {
		choose();
		submit();
		fail();
		await vi.waitFor(() => expect(retry).not.toBeNull());
		expect(heard).toEqual([]);

		retry?.();
		come();
		await vi.waitFor(() => expect(gate.doors.brought).toHaveBeenCalledOnce());
		expect(gate.doors.passLate).toHaveBeenCalledOnce();
		expect(heard).toEqual([]);
	});

	it("what was refused does not go along with what is done later", async () => {
		submit();
		fail();
		await vi.waitFor(() => expect(retry).not.toBeNull());

		choose();
		come();
		await vi.waitFor(() => expect(gate.doors.brought).toHaveBeenCalledOnce());
		expect(gate.doors.passLate).not.toHaveBeenCalled();
	});

	it("files that a script sends are refused where the gate cannot come", async () => {
		const judged = outpost.judgeFiles([PAPER]);
		fail();
		await expect(judged).rejects.toThrow("Failed to fetch");
		expect(retry).not.toBeNull();
	});

	it("an extension that is gone loads nothing, and lets nothing go", async () => {
		vi.stubGlobal("chrome", { runtime: { id: undefined } });
		choose();
		await vi.waitFor(() => expect(retry).not.toBeNull());
		expect(reserve.loads).toBe(0);
		expect(heard).toEqual([]);
	});

	it("words of a page nobody touched are no letter's", async () => {
		expect(await outpost.judgeText(["MẬT"])).toBe("allow");
		expect(reserve.loads).toBe(0);
	});

	it("words of a page that somebody touched are refused where the gate could not come", async () => {
		outpost.touched(document.querySelector("textarea"));
		fail();
		await vi.waitFor(() => expect(reserve.loads).toBe(1));
		await Promise.resolve();

		const judged = outpost.judgeText(["MẬT"]);
		await vi.waitFor(() => expect(reserve.loads).toBe(2));
		fail();
		await expect(judged).rejects.toThrow("Failed to fetch");
	});

	it("words that a known webmail sends wait for the gate", async () => {
		document.body.insertAdjacentHTML("beforeend", '<main ng-app="SOGo.MailerUI"></main>');
		const judged = outpost.judgeText(["MẬT"]);
		fail();
		await expect(judged).rejects.toThrow("Failed to fetch");
	});

	it("a press that sends nothing goes its way", () => {
		const pressed = vi.fn();
		document.body.insertAdjacentHTML("beforeend", "<button id=other>Tìm</button>");
		document.querySelector("#other")?.addEventListener("click", pressed);
		(document.querySelector("#other") as HTMLButtonElement).click();
		expect(pressed).toHaveBeenCalledOnce();
		expect(reserve.loads).toBe(0);
	});
});
