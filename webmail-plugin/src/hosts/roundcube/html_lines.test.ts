// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { htmlLines } from "./html_lines.ts";

describe("an HTML body as lines", () => {
	it("ends a line at every block and break", () => {
		expect(htmlLines("<p>một<br>hai</p><div>ba</div>bốn<ul><li>năm</li></ul>")).toEqual([
			"một",
			"hai",
			"ba",
			"bốn",
			"năm",
		]);
	});

	it("lets each cell stand alone", () => {
		expect(htmlLines("<table><tr><td>TỐI MẬT</td><td>Về việc tăng cường</td></tr></table>")).toEqual([
			"TỐI MẬT",
			"Về việc tăng cường",
		]);
	});

	it("keeps a line together that only markup divides", () => {
		expect(htmlLines("<p><b>T</b>Ố<span>I\n MẬT</span></p>")).toEqual(["TỐI MẬT"]);
	});

	it("reads the lines of preformatted text", () => {
		expect(htmlLines("<pre>một\nhai</pre>")).toEqual(["một", "hai"]);
	});

	it("leaves out what is never shown", () => {
		expect(htmlLines("<style>MẬT</style><script>MẬT</script><!-- MẬT --><p>thư</p>")).toEqual(["thư"]);
	});
});
