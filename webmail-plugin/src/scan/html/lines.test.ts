import { describe, expect, it } from "vitest";
import { hasTags, htmlText } from "./lines.ts";

describe("a page as lines", () => {
	it.each([
		["blocks and breaks stand alone", "<p>một<p>hai<br>ba<div>bốn</div>", ["một", "hai", "ba", "bốn"]],
		["words go on over inline elements", "TỐI <b>M</b><i>ẬT</i>", ["TỐI MẬT"]],
		["cells stand alone", "<tr><td>MẬT<td>Về việc", ["MẬT", "Về việc"]],
		["references are resolved", "M&#7852;T &amp; &Acirc;&nbsp;&#x1EAD;", ["MẬT & Â ậ"]],
		["what is shown beside the text is read", '<img alt="TỐI MẬT" src=x><p title="hai">', ["TỐI MẬT", "hai"]],
		["comments and declarations are passed over", "<!DOCTYPE html><!-- MẬT -->một<?php ?>", ["một"]],
		["a bare sign is a sign", "1 < 2 và 3 > 2", ["1 < 2 và 3 > 2"]],
		["white space folds, but not where it is kept", "a\n b<pre>c\n d</pre>", ["a b", "c", "d"]],
		["an attribute may hold the signs of a tag", '<a href="x>y">một</a>', ["một"]],
	])("%s", (_, html, lines) => {
		expect(htmlText(html).lines).toEqual(lines);
	});

	it.each([
		["<p>một", false],
		["<img src=x>", true],
		['<img width=1 height="1" src=x>', false],
		["<input type=hidden value=x>", false],
		["<script>a()</script>", true],
		['<p style="background: url(x)">', true],
		["<style>p { text-transform: uppercase }</style>", true],
		["<style>p { color: red }</style>", false],
		["<p>&vellip;</p>", true],
	])("shows more than text: %s %s", (html, more) => {
		expect(htmlText(html).moreThanText).toBe(more);
	});

	it("is told from text that only looks like one", () => {
		expect(hasTags("<p>một</p>")).toBe(true);
		expect(hasTags("gửi <sokhcn@thainguyen.gov.vn>, 1 < 2")).toBe(false);
	});
});
