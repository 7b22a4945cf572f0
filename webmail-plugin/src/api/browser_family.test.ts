import { expect, it } from "vitest";
import { browserFamily } from "./browser_family.ts";

const CHROME =
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

it.each([
	[CHROME, [], "CHROME"],
	[`${CHROME} Edg/131.0.0.0`, [], "EDGE"],
	[CHROME, ["Chromium", "Microsoft Edge"], "EDGE"],
	["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 coc_coc_browser/131.0 Chrome/125.0 Safari/537.36", [], "COC_COC"],
	[CHROME, ["Chromium", "CocCoc"], "COC_COC"],
	["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", [], "FIREFOX"],
	[`${CHROME} OPR/115.0`, [], "OTHER"],
	[`${CHROME} Vivaldi/7.0`, [], "OTHER"],
	["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Safari/537.36", [], "OTHER"],
	["Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", [], "OTHER"],
] as const)("%s %s is of the family %s", (userAgent, brands, family) => {
	expect(browserFamily(userAgent, brands)).toBe(family);
});
