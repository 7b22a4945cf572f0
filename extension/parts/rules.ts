// The part that judges: words by the rules' engine, files by the scanner in its own page.

import { bundleForAgency, Engine, openBundle } from "../../webmail-plugin/src/core/index.ts";
import { Scanner } from "../../webmail-plugin/src/scan/scanner.ts";
import type { FileJudge, RuleMeans } from "../../webmail-plugin/src/ui/compose/rule_gate.ts";
import { FramePort } from "../src/gate/frame_port.ts";
import type { GateSettings } from "../src/messages.ts";
import type { PageMeans } from "./compose.ts";

export function ruleMeans(settings: GateSettings, page: Pick<PageMeans, "shade" | "isAlive">): RuleMeans {
	const scanner = new Scanner("scanner.html", () => new FramePort(page.shade("none")));
	const judging: FileJudge = {
		load: (bundle) => scanner.load(bundle),
		start: () => scanner.start(),
		judge: async (file, looksAt) => {
			const finding = await scanner.judge(file, looksAt);
			if (!page.isAlive()) throw new Error("the extension is gone: what it found may not be all");
			return finding;
		},
	};
	const open: RuleMeans["openBundle"] = (jws, trusted) => openBundle(jws, trusted, settings.ruleApprovals);
	return { openBundle: open, bundleForAgency, engineOf: (bundle) => new Engine(bundle), scanner: judging };
}
