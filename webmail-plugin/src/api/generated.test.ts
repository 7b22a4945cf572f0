// The generated client and the backend's list of operations are what the operations and the schema say now.

import { readFileSync } from "node:fs";
import { generate } from "@graphql-codegen/cli";
import { expect, it } from "vitest";
import config from "../../codegen.ts";

it("the client and the operations are fresh: `make generate` would change nothing", async () => {
	const files: { filename: string; content: string }[] = await generate({ ...config, silent: true }, false);

	expect(files).toHaveLength(2);
	for (const { filename, content } of files) expect(readFileSync(filename, "utf-8"), filename).toBe(content);
}, 30_000);
