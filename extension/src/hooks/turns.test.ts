import { describe, expect, it } from "vitest";
import type { GateLine } from "../channel.ts";
import { NOTHING, Papers } from "./papers.ts";
import { Turns } from "./turns.ts";

const line: GateLine = {
	standsBack: false,
	judgeFiles: async (files) => (files.some(({ name }) => name === "marked") ? "refuse" : "allow"),
	judgeText: async () => "allow",
};
const file = (name: string) => ({ files: [new File(["bytes"], name)], texts: [] });

describe("what is sent one after another", () => {
	it("goes at once while nothing is held", () => {
		const sent: string[] = [];
		new Turns(new Papers(line)).send(
			{},
			NOTHING,
			() => sent.push("first"),
			() => sent.push("refused"),
		);

		expect(sent).toEqual(["first"]);
	});

	it("keeps its order though one of them waits", async () => {
		const sent: string[] = [];
		const turns = new Turns(new Papers(line));
		const sender = {};
		await new Promise<void>((resolve) => {
			turns.send(
				sender,
				file("clean"),
				() => sent.push("file"),
				() => sent.push("refused"),
			);
			turns.send(
				sender,
				NOTHING,
				() => sent.push("after"),
				() => sent.push("refused"),
			);
			turns.send(
				sender,
				file("marked"),
				() => sent.push("marked"),
				() => sent.push("refused"),
			);
			turns.send(
				sender,
				NOTHING,
				() => resolve(void sent.push("last")),
				() => sent.push("refused"),
			);
			turns.send(
				{},
				NOTHING,
				() => sent.push("another sender"),
				() => sent.push("refused"),
			);
		});

		expect(sent).toEqual(["another sender", "file", "after", "refused", "last"]);
	});

	it("goes on when a sender was closed meanwhile", async () => {
		const turns = new Turns(new Papers(line));
		const sender = {};
		const closed = () => {
			throw new Error("closed");
		};
		const went = await new Promise((resolve) => {
			turns.send(sender, file("clean"), closed, closed);
			turns.send(sender, NOTHING, () => resolve("went"), closed);
		});

		expect(went).toBe("went");
	});
});
