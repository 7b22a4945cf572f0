import { describe, expect, it } from "vitest";
import { NO_FORM } from "./form.ts";
import { paperSaid } from "./paper_said.ts";
import type { Extraction } from "./verdict.ts";

const CAME = "2026-11-27";
const FORM = { ...NO_FORM, number: "123/UBND-VX", issuedOn: "2026-11-25", kinhGui: ["Sở Khoa học và Công nghệ"] };
const CLEAN = { secrecy: "none", unreadableReason: null, document: FORM } as const;

function extraction(...lines: string[]): Extraction {
	const part = { path: "", mediaType: "application/pdf", pages: [{ number: 1, lines }] };
	return { mediaType: part.mediaType, parts: [part], unreadable: [], uncertain: [] };
}

const ASKS = extraction("Đề nghị quý Sở gửi ý kiến trước ngày 15/12/2026 để tổng hợp.");

describe("what a paper says for the clerk's notes", () => {
	it("is number, day, addressees, and by when an answer is asked for", () => {
		expect(paperSaid(CLEAN, ASKS, CAME)).toEqual({
			paperSymbol: "123/UBND-VX",
			paperOn: "2026-11-25",
			urgency: "",
			addressees: ["Sở Khoa học và Công nghệ"],
			askedOn: "2026-12-14",
			askedIn: "Đề nghị quý Sở gửi ý kiến trước ngày 15/12/2026 để tổng hợp.",
			handling: null,
		});
	});

	it.each(["marked", "uncertain", "declassified", "cleared"] as const)("is nothing of a file that is %s", (secrecy) => {
		expect(paperSaid({ ...CLEAN, secrecy }, ASKS, CAME)).toBeNull();
	});

	it("is nothing of a file that could not be read whole", () => {
		expect(paperSaid({ ...CLEAN, unreadableReason: "text-layer" }, ASKS, CAME)).toBeNull();
	});

	it("is nothing where there is nothing to note", () => {
		expect(paperSaid({ ...CLEAN, document: NO_FORM }, extraction("Bảng số liệu"), CAME)).toBeNull();
	});
});
