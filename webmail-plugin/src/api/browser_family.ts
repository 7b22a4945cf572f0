// Which family a browser is of, for the page that says who is protected: nothing finer leaves the machine.

import type { BrowserFamily } from "./generated.ts";

/** @param brands of `navigator.userAgentData`, where the browser has it */
export function browserFamily(userAgent: string, brands: readonly string[] = []): BrowserFamily {
	const said = [userAgent, ...brands].join(" ").toLowerCase();
	if (said.includes("coc_coc") || said.includes("coccoc")) return "COC_COC";
	if (said.includes("edg/") || said.includes("microsoft edge")) return "EDGE";
	if (said.includes("firefox/")) return "FIREFOX";
	if (/opr\/|vivaldi|samsungbrowser\//u.test(said)) return "OTHER";
	return said.includes("chrome/") ? "CHROME" : "OTHER";
}

export function familyOf(navigator: Navigator): BrowserFamily {
	const data = (navigator as { userAgentData?: { brands?: readonly { brand: string }[] } }).userAgentData;
	return browserFamily(
		navigator.userAgent,
		data?.brands?.map(({ brand }) => brand),
	);
}
