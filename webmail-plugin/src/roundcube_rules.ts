// The part that judges: words by the rules' engine, files by the scanner's worker. It comes with the first thing that is
// to leave the page.

import { bundleForAgency, Engine, openBundle } from "./core/index.ts";
import type { PageSettings } from "./hosts/roundcube/rcmail.ts";
import { Scanner } from "./scan/scanner.ts";
import type { RuleMeans } from "./ui/compose/rule_gate.ts";
import { shadowMeans } from "./ui/compose/shadow_means.ts";

export function ruleMeans(settings: PageSettings): RuleMeans & { readonly scanner: Scanner } {
	const scanner = new Scanner(new URL(settings.parts.scanner, document.baseURI));
	const open: RuleMeans["openBundle"] = (jws, trusted) => openBundle(jws, trusted, settings.rule_approvals);
	const engineOf: RuleMeans["engineOf"] = (bundle) => new Engine(bundle);
	return { openBundle: open, bundleForAgency, engineOf, scanner, shadow: shadowMeans(scanner) };
}
