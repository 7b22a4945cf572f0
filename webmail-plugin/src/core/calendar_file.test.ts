import { describe, expect, it } from "vitest";
import { calendarFile } from "./calendar_file.ts";

const MEETING = {
	id: "a1@thainguyen.gov.vn",
	title: "Họp giao ban; tháng 11, quý IV",
	startsAt: "2026-11-27T08:00",
	place: "Phòng họp số 2, Sở Nội vụ",
	madeAt: "2026-11-26T09:05:07.123Z",
};

describe("a calendar file", () => {
	it("holds one meeting in Vietnam's time", () => {
		const lines = calendarFile(MEETING).split("\r\n");
		expect(lines[0]).toBe("BEGIN:VCALENDAR");
		expect(lines).toContain("DTSTART;TZID=Asia/Ho_Chi_Minh:20261127T080000");
		expect(lines).toContain("DTSTAMP:20261126T090507Z");
		expect(lines).toContain("UID:a1@thainguyen.gov.vn");
		expect(lines.slice(-2)).toEqual(["END:VCALENDAR", ""]);
	});

	it("escapes what has a meaning of its own", () => {
		const file = calendarFile(MEETING);
		expect(file).toContain("SUMMARY:Họp giao ban\\; tháng 11\\, quý IV\r\n");
		expect(file).toContain("LOCATION:Phòng họp số 2\\, Sở Nội vụ\r\n");
	});

	it("lets nobody write lines of his own through a subject", () => {
		const file = calendarFile({ ...MEETING, title: "Họp\r\nATTENDEE:mailto:a@b\nX" });
		expect(file).toContain("SUMMARY:Họp ATTENDEE:mailto:a@b X\r\n");
	});

	it("breaks lines at 75 octets, never inside a character, and reads as before when they are joined", () => {
		const title = "Ộ".repeat(200);
		const file = calendarFile({ ...MEETING, title });
		const octets = file.split("\r\n").map((line) => new TextEncoder().encode(line).length);
		expect(Math.max(...octets)).toBeLessThanOrEqual(75);
		expect(file.replaceAll("\r\n ", "")).toContain(`SUMMARY:${title}\r\n`);
	});

	it("names no place where none is known", () => {
		expect(calendarFile({ ...MEETING, place: "" })).not.toContain("LOCATION");
	});
});
