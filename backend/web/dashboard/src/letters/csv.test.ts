import { expect, it } from "vitest";
import { csvOf } from "./csv.ts";

it("a spreadsheet reads it as Unicode and computes nothing of it", () => {
	const rows = [
		["Mã", "Giờ"],
		['=HYPERLINK("x")', -5],
		["a,b\n", 3],
	];

	expect(csvOf(rows)).toBe(`\ufeffMã,Giờ\r\n"'=HYPERLINK(""x"")",-5\r\n"a,b\n",3\r\n`);
});
