// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { AddressHealthOperation, type AddressHealthQuery } from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { FakeBackend } from "../testing/fake_letter.ts";
import { textsIn } from "../texts.ts";
import { CongvuAddressTasks } from "./address_tasks.ts";

const TASK = {
	agencyName: "Sở Tài chính",
	address: "sotaichinh@thainguyen.gov.vn",
	trouble: "BOUNCING" as const,
	since: "2026-11-05T02:12:30Z",
};

let backend: FakeBackend;

beforeEach(() => {
	document.body.replaceChildren();
	backend = new FakeBackend();
});

async function shown(health?: AddressHealthQuery["addressHealth"]): Promise<string> {
	if (health !== undefined) backend.answers(AddressHealthOperation, () => ({ addressHealth: health }));
	const view = new CongvuAddressTasks(backend, textsIn("vi", vietnamese));
	document.body.append(view);
	await new Promise((settled) => setTimeout(settled, 5));
	return view.textContent?.replaceAll(/\s+/gu, " ").trim() ?? "";
}

describe("official mailboxes to look after", () => {
	it("are named with what is wrong and since when", async () => {
		const text = await shown({ tasks: [TASK], unconfirmed: ["Sở Y tế"], agencies: 12 });
		expect(text).toContain("sotaichinh@thainguyen.gov.vn Sở Tài chính Thư gửi tới bị trả lại 05/11/2026");
		expect(text).toContain("1/12 cơ quan chưa có địa chỉ nào được xác nhận trong quý này: Sở Y tế.");
	});

	it("are not there where nothing is wrong, or for those whose work it is not", async () => {
		expect(await shown({ tasks: [], unconfirmed: [], agencies: 12 })).toBe("");
		backend = new FakeBackend();
		expect(await shown()).toBe("");
	});

	it("of a whole province name the first agencies only", async () => {
		const unconfirmed = Array.from({ length: 92 }, (_, number) => `Xã ${number + 1}`);
		const text = await shown({ tasks: [], unconfirmed, agencies: 120 });
		expect(text).toContain("92/120 cơ quan");
		expect(text).toMatch(/Xã 20; …\.$/u);
	});
});
