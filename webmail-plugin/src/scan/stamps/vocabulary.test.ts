import { describe, expect, it } from "vitest";
import { wordsOf } from "./vocabulary.ts";

describe("letters read in a stamp", () => {
	it.each([
		["MẬT", "MẬT"],
		["MAT", "MẬT"],
		["| MẬT |", "MẬT"],
		["MẶTT", "MẬT"],
		["TỐI MẬT", "TỐI MẬT"],
		["TÔI MÂT", "TỐI MẬT"],
		["T0I MẬT", "TỐI MẬT"],
		["TUYỆT MẬT", "TUYỆT MẬT"],
		["TƯYET MAI", "TUYỆT MẬT"],
		["GIẢI MẬT", "GIẢI MẬT"],
		["GIÁI MẬT", "GIẢI MẬT"],
		["Hà Nội\nTỐI MẬT\n", "TỐI MẬT"],
	])("%j are the mark %s", (text, word) => {
		expect(wordsOf(text, 60)).toEqual({ kind: "mark", word });
	});

	it.each(["MẠI", "MAY", "TỘT MÀN", "XMAT", "VIẬT"])("%j are near a mark", (text) => {
		expect(wordsOf(text, 95).kind).toBe("near");
	});

	it.each([
		"ĐẾN",
		"KHẨN",
		"THƯỢNG KHẨN",
		"HOẢ TỐC",
		"HỎA TỐC",
		"SAO Y",
		"THU HỒI",
		"LƯU HÀNH NỘI BỘ",
		"Số: 125 Ngày 12/3/2026",
		"Ký bởi: Ủy ban nhân dân tỉnh",
	])("%j are other words", (text) => {
		expect(wordsOf(text, 80).kind).toBe("other");
	});

	it.each(["BẢO MẬT THÔNG TIN", "MẬT ONG RỪNG", "MẬT ĐỘ DÂN SỐ"])("%j are other words when read well", (text) => {
		expect(wordsOf(text, 95)).toEqual({ kind: "other", word: text, sure: true, whole: true });
	});

	it.each(["MẪU", "ĐẠT"])("%j are a known stamp only when they are read well", (text) => {
		expect(wordsOf(text, 90)).toEqual({ kind: "other", word: text, sure: true, whole: false });
		expect(wordsOf(text, 70)).toEqual({ kind: "near" });
	});

	it.each(["MẬT ĐỘ", "BẢO MẬT"])("%j hold a mark and are believed only when read without doubt", (text) => {
		expect(wordsOf(text, 92)).toEqual({ kind: "other", word: text, sure: true, whole: false });
		expect(wordsOf(text, 60)).toEqual({ kind: "near" });
	});

	it.each(["ĐỘ MẬT"])("%j is near a mark however well it is read", (text) => {
		expect(wordsOf(text, 92)).toEqual({ kind: "near" });
	});

	it("are not believed to be other words when they were read badly", () => {
		expect(wordsOf("VAN PHONG", 45)).toEqual({ kind: "unread" });
		expect(wordsOf("MỚI", 0)).toEqual({ kind: "unread" });
		expect(wordsOf("x", 95)).toEqual({ kind: "unread" });
	});
});
