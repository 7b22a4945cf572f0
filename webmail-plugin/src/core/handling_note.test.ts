import { describe, expect, it } from "vitest";
import { findHandling } from "./handling_note.ts";

const CAME = "2026-11-27";

describe("whom a typed note gives a paper to", () => {
	it("is read from labelled lines, with helpers and term", () => {
		const note = [
			"PHIẾU CHUYỂN VĂN BẢN",
			"Chủ trì: Phòng Quản lý Công nghệ;",
			"Phối hợp: Phòng Kế hoạch - Tài chính, Văn phòng Sở;",
			"Thời hạn: trước ngày 05/12/2026.",
		];
		expect(findHandling(note, CAME)).toEqual({
			lead: "Phòng Quản lý Công nghệ",
			helpers: "Phòng Kế hoạch - Tài chính, Văn phòng Sở",
			dueOn: "2026-12-04",
		});
	});

	it("is read from a sentence under its label", () => {
		const note = [
			"Ý kiến chỉ đạo của Giám đốc:",
			"Giao Phòng Chuyển đổi số chủ trì, phối hợp với Văn phòng tham mưu.",
			"Hoàn thành chậm nhất ngày 10/12/2026.",
		];
		expect(findHandling(note, CAME)).toEqual({
			lead: "Phòng Chuyển đổi số",
			helpers: "Văn phòng tham mưu",
			dueOn: "2026-12-10",
		});
	});

	it("names no term where none is named, and none that is over", () => {
		expect(findHandling(["Bút phê:", "Chuyển đ/c Hà chủ trì."], CAME)).toEqual({
			lead: "đ/c Hà",
			helpers: "",
			dueOn: "",
		});
		expect(findHandling(["Bút phê: chủ trì: Văn phòng", "Thời hạn: 01/11/2026"], CAME)?.dueOn).toBe("");
	});

	it.each([
		["running text without a label", ["Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ."]],
		["a label without a lead", ["Ý kiến của lãnh đạo:", "Đã xem."]],
		["what stands far below a label", ["Bút phê:", ...Array<string>(12).fill("."), "Chủ trì: Văn phòng"]],
		["a paper about change", ["Chuyển đổi số là nhiệm vụ chủ trì của ngành."]],
	])("is not %s", (_, lines) => {
		expect(findHandling(lines, CAME)).toBeNull();
	});
});
