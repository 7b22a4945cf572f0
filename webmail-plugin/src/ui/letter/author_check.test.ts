// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";
import { CheckRecipientsOperation } from "../../api/generated.ts";
import vietnamese from "../../locales/vi.json";
import { type Check, checkLike } from "../testing/checks.ts";
import { FakeBackend } from "../testing/fake_letter.ts";
import { textsIn } from "../texts.ts";
import { checkAuthor } from "./author_check.ts";

const texts = textsIn("vi", vietnamese);
const LOOKALIKE = { resembles: "thainguyen.gov.vn", reason: "JOINED" as const, instead: null };

let checks: Record<string, Partial<Check>>;
let backend: FakeBackend;

beforeEach(() => {
	checks = { "so@thainguyen-gov.vn": { lookalike: LOOKALIKE } };
	backend = new FakeBackend().answers(CheckRecipientsOperation, ({ addresses }) => ({
		checkRecipients: [addresses].flat().map((address) => checkLike(address, checks[address])),
	}));
});

async function shown(address: string, name = "", replyTo = ""): Promise<string> {
	const place = document.createElement("div");
	await checkAuthor(place, backend, texts, { address, name, replyTo });
	return place.textContent?.replaceAll(/\s+/gu, " ") ?? "";
}

it("warns of a sender that only looks official", async () => {
	const said = await shown("so@thainguyen-gov.vn");
	expect(said).toContain("Cẩn thận: so@thainguyen-gov.vn không phải là địa chỉ chính thức");
	expect(said).toContain("Hãy gọi cơ quan đó theo số điện thoại đã biết");
});

it("warns that an answer would go there", async () => {
	expect(await shown("a@nguoidan.example", "", "so@thainguyen-gov.vn")).toContain(
		"thư trả lời sẽ đi tới so@thainguyen-gov.vn",
	);
});

it("warns of an official address in the name of somebody else's", async () => {
	expect(await shown("x@example.com", "Sở Tài chính (sotaichinh@thainguyen.gov.vn)")).toContain(
		"tên người gửi ghi sotaichinh@thainguyen.gov.vn, nhưng thư đến từ x@example.com",
	);
	expect(await shown("x@example.com", "y@example.com")).toBe("");
	expect(await shown("a@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn")).toBe("");
});

it("names the official mailbox of somebody who writes from a private one", async () => {
	checks = { "an@rieng.example": { officialInstead: { name: "Nguyễn Hoài An", address: "an@thainguyen.gov.vn" } } };
	const said = await shown("an@rieng.example");
	expect(said).toContain("Thư đến từ hộp thư riêng của Nguyễn Hoài An");
	expect(said).toContain("hộp thư công vụ an@thainguyen.gov.vn");
});

it("says nothing of a sender without doubt, and nothing good of anybody", async () => {
	expect(await shown("sotaichinh@thainguyen.gov.vn", "Sở Tài chính", "sotaichinh@thainguyen.gov.vn")).toBe("");
	expect(await shown("congdan@nguoidan.example")).toBe("");
});

it("says nothing where nobody can be asked", async () => {
	backend = new FakeBackend();
	expect(await shown("so@thainguyen-gov.vn")).toBe("");
	expect(await shown("")).toBe("");
});
