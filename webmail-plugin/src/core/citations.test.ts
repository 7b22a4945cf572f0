import { describe, expect, it } from "vitest";
import { findCitations } from "./citations.ts";

describe("the papers a letter answers", () => {
	it.each([
		["Phúc đáp Văn bản số 123/UBND-VX ngày 05/01/2026 của UBND xã Phú Lương,", ["123/UBND-VX"]],
		["Trả lời Công văn số 45/SNV-TCCC ngày 02 tháng 3 năm 2026 của Sở Nội vụ.", ["45/SNV-TCCC"]],
		["Theo đề nghị tại Công văn số 07/UBND-KT của UBND xã Võ Nhai", ["07/UBND-KT"]],
		["Thực hiện Chỉ thị số 34/2008/CT-TTg, Sở báo cáo như sau:", ["34/2008/CT-TTg"]],
		["Xét đề nghị tại Tờ trình số 15/TTr-UBND", ["15/TTr-UBND"]],
		["Phúc đáp Quyết định số 9/QĐ-ĐĐBQH", ["9/QĐ-ĐĐBQH"]],
		["Phúc đáp Quy chế phối hợp số 06/QC-TT.HĐND-UBND.", ["06/QC-TT.HĐND-UBND"]],
	])("%s", (line, symbols) => {
		expect(findCitations([line])).toEqual(symbols);
	});

	it("may be several, each is named once", () => {
		const text = "Phúc đáp các Công văn số 12/UBND-VX, số 15/UBND-TH và số 012/UBND-VX của UBND xã";
		expect(findCitations([text])).toEqual(["12/UBND-VX", "15/UBND-TH"]);
	});

	it("are found where a mail program broke the line, and in decomposed letters", () => {
		const lines = ["Phúc đáp Văn bản số", "123/UBND–VX ngày 05/01/2026"].map((line) => line.normalize("NFD"));
		expect(findCitations(lines)).toEqual(["123/UBND-VX"]);
	});

	it.each([
		["Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;"],
		["Trả lời trước ngày 12/05/2026 và gửi 1/Tổ công tác"],
		["Kính gửi Sở Nội vụ. Số 123/UBND-VX là số của chúng tôi."],
	])("are not every paper that is named: %s", (line) => {
		expect(findCitations([line])).toEqual([]);
	});

	it("end with the sentence that says so", () => {
		expect(findCitations(["Phúc đáp Công văn số 1/UBND-VX. Căn cứ Công văn số 2/UBND-VX, Sở có ý kiến."])).toEqual([
			"1/UBND-VX",
		]);
	});
});
