// The part that judges: words by the rules' engine, files by the scanner in its own page.

import type { Bundle } from "../../webmail-plugin/src/core/index.ts";
import { ruleMeansOf } from "../../webmail-plugin/src/rule_means.ts";
import { Scanner } from "../../webmail-plugin/src/scan/scanner.ts";
import type { RuleMeans } from "../../webmail-plugin/src/ui/compose/rule_gate.ts";
import type { ShadowMeans } from "../../webmail-plugin/src/ui/compose/shadow_gate.ts";
import { FramePort } from "../src/gate/frame_port.ts";
import type { GateSettings } from "../src/messages.ts";
import type { PageMeans } from "./compose.ts";

export function ruleMeans(settings: GateSettings, page: Pick<PageMeans, "shade" | "isAlive">): RuleMeans {
	const scanner = new Scanner("scanner.html", () => new FramePort(page.shade("none")));
	const judging: RuleMeans["scanner"] & ShadowMeans["scanner"] = {
		load: (bundle: Bundle, candidate: Bundle | null = null) => scanner.load(bundle, candidate),
		onCounted: (hear) => scanner.onCounted(hear),
		start: () => scanner.start(),
		judge: async (file, looksAt) => {
			const finding = await scanner.judge(file, looksAt);
			if (!page.isAlive()) throw new Error("the extension is gone: what it found may not be all");
			return finding;
		},
	};
	return ruleMeansOf(judging, settings.ruleApprovals);
}
