// The part that judges: words by the rules' engine, files by the scanner's worker. It comes with the first thing that is
// to leave the page.

import type { PageSettings } from "./hosts/roundcube/rcmail.ts";
import { ruleMeansOf } from "./rule_means.ts";
import { Scanner } from "./scan/scanner.ts";
import type { RuleMeans } from "./ui/compose/rule_gate.ts";

export function ruleMeans(settings: PageSettings): RuleMeans & { readonly scanner: Scanner } {
	return ruleMeansOf(new Scanner(new URL(settings.parts.scanner, document.baseURI)), settings.rule_approvals);
}
