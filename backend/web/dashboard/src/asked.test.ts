// @vitest-environment happy-dom

import { expect, it } from "vitest";
import { askedOf, daysOf, drilledOf, drilling } from "./asked.ts";

const PAGE = new URL("https://congvu.example/bang-dieu-hanh?co-quan=H55.05&thang=6#ages");

it("what the page is about stands in it", () => {
	document.documentElement.lang = "vi";
	document.body.innerHTML = `<p data-about data-agency="H55.05" data-since="2025-08-01" data-until="2026-01-31"
		data-sender="business" data-below="false" data-full="true" data-path="/bang-dieu-hanh"></p>`;

	expect(askedOf(document)).toEqual({
		figures: { agency: "H55.05", since: "2025-08-01", until: "2026-01-31", senderClass: "BUSINESS", below: false },
		showsLetters: true,
		hearsNews: true,
		language: "vi",
		path: "/bang-dieu-hanh",
	});
	document.body.innerHTML = "";
	expect(askedOf(document)).toBeNull();
});

it("which letters are shown stands in the address, beside the filters", () => {
	const there = drilling(PAGE, { part: "OPEN", month: "202602", matter: "" });

	expect(there.href).toBe(
		"https://congvu.example/bang-dieu-hanh?co-quan=H55.05&thang=6&thu=OPEN&thang-nhan=202602&linh-vuc=",
	);
	expect(drilledOf(there)).toEqual({ part: "OPEN", month: "202602", matter: "", letter: null });
	expect(drilledOf(drilling(there, null))).toBeNull();
	expect(drilling(there, null).search).toBe("?co-quan=H55.05&thang=6");
});

it.each(["?thu=X", "?thu=OPEN&thang-nhan=2026", "?thang-nhan=202602"])("%s asks for no letters", (search) => {
	expect(drilledOf(new URL(search, PAGE))).toBeNull();
});

it("a month's letters are those of all its days", () => {
	const months = {
		agency: "",
		senderClass: "CITIZEN",
		below: false,
		since: "2025-08-01",
		until: "2026-01-31",
	} as const;

	expect(daysOf(months, "202402")).toEqual({ since: "2024-02-01", until: "2024-02-29" });
	expect(daysOf(months, null)).toEqual({ since: "2025-08-01", until: "2026-01-31" });
});
