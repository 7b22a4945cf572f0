import { describe, expect, it } from "vitest";
import { findInvitation } from "./invitation.ts";

describe("an invitation", () => {
	it.each([
		["Thời gian: 08 giờ 00, ngày 27/11/2026 (thứ Sáu).", "2026-11-27T08:00"],
		["1. Thời gian: Từ 14h30, thứ Hai, ngày 30 tháng 11 năm 2026", "2026-11-30T14:30"],
		["- Thời gian họp: ngày 01/12/2026, bắt đầu lúc 7 giờ 45 phút", "2026-12-01T07:45"],
		["Thời gian: 13:30 ngày 02-12-2026", "2026-12-02T13:30"],
		["Thời gian: 8 giờ, ngày 02/12/2026", "2026-12-02T08:00"],
	])("says when: %s", (line, startsAt) => {
		expect(findInvitation(["GIẤY MỜI", line])?.startsAt).toBe(startsAt);
	});

	it("says where", () => {
		const lines = ["Thời gian: 08 giờ 00,", "ngày 27/11/2026", "Địa điểm: Phòng họp số 2, Sở Nội vụ."];
		expect(findInvitation(lines)).toEqual({ startsAt: "2026-11-27T08:00", place: "Phòng họp số 2, Sở Nội vụ" });
	});

	it.each([
		["no hour", "Thời gian: ngày 27/11/2026"],
		["no day", "Thời gian: 08 giờ 00 hằng ngày"],
		["a day that does not exist", "Thời gian: 08 giờ 00, ngày 31/11/2026"],
		["no label", "Cuộc họp lúc 08 giờ 00 ngày 27/11/2026"],
	])("with %s is none", (_, line) => {
		expect(findInvitation([line])).toBeNull();
	});
});
