// For tests: the rules and kinds as they go into a bundle, read by the Python side's own standard-library reader of
// TOML, so that nothing stands between the rule files and both engines.

import { execFileSync } from "node:child_process";
import type { DocumentKind, Rule } from "../rule.ts";

const ROOT = new URL("../../../..", import.meta.url).pathname;
const READ = "import json, sys; from backend.classification import packaged; json.dump(packaged.{}(), sys.stdout)";

function read(what: "written_rules" | "written_kinds"): unknown {
	return JSON.parse(execFileSync("python3", ["-c", READ.replace("{}", what)], { cwd: ROOT, encoding: "utf-8" }));
}

export function writtenRules(): Rule[] {
	return read("written_rules") as Rule[];
}

export function writtenKinds(): DocumentKind[] {
	return read("written_kinds") as DocumentKind[];
}
