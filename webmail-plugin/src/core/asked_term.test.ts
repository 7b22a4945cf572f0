import { describe, expect, it } from "vitest";
import { findAskedTerm } from "./asked_term.ts";

const CAME = "2026-11-27";

describe("by when a paper asks for an answer", () => {
	it.each([
		["Đề nghị gửi báo cáo về Sở trước ngày 15/12/2026.", "2026-12-14"],
		["Đề nghị gửi báo cáo về Sở trước ngày 01 tháng 01 năm 2027.", "2026-12-31"],
		["Yêu cầu trả lời chậm nhất ngày 15/12/2026 để tổng hợp.", "2026-12-15"],
		["Ý kiến gửi về Sở chậm nhất là ngày 5/12/2026", "2026-12-05"],
		["Báo cáo gửi trước 17 giờ 00 ngày 30/11/2026 qua thư điện tử.", "2026-11-30"],
		["Báo cáo gửi trước 16h30 ngày 30/11/2026.", "2026-11-30"],
		["Góp ý gửi về Sở đến hết ngày 10/12/2026.", "2026-12-10"],
		["Đề nghị cung cấp số liệu trước ngày 05/01.", "2027-01-04"],
		["Đề nghị cung cấp số liệu trước ngày 05/12.", "2026-12-04"],
	])("%s", (sentence, dueOn) => {
		expect(findAskedTerm(["Kính gửi: Sở Khoa học và Công nghệ", sentence], CAME)?.dueOn).toBe(dueOn);
	});

	it("is told without the letterhead above it, which ends no line like a sentence", () => {
		const head = ["ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG", "Số: 123/UBND-VX", "Kính gửi: Sở Khoa học và Công nghệ"];

		const found = findAskedTerm([...head, "Đề nghị quý Sở gửi ý kiến trước ngày 15/12/2026 để tổng hợp."], CAME);

		expect(found?.sentence).toBe("Đề nghị quý Sở gửi ý kiến trước ngày 15/12/2026 để tổng hợp.");
	});

	it("is shown by the very sentence, also where the line was broken", () => {
		const found = findAskedTerm(
			["Thực hiện kế hoạch năm.", "Đề nghị gửi báo cáo về Sở", "trước ngày 15/12/2026."],
			CAME,
		);
		expect(found?.sentence).toBe("Đề nghị gửi báo cáo về Sở trước ngày 15/12/2026.");
	});

	it.each([
		["a day that is over", "Đề nghị gửi báo cáo trước ngày 15/10/2026."],
		["a day that does not exist", "Đề nghị gửi báo cáo trước ngày 31/02/2027."],
		["a sentence that asks for nothing", "Hồ sơ nộp trước ngày 15/12/2026 theo quy định cũ."],
		["a date that is no term", "Đề nghị xem Công văn ngày 15/12/2026."],
	])("is not %s", (_, sentence) => {
		expect(findAskedTerm([sentence], CAME)).toBeNull();
	});
});
