import { describe, expect, it } from "vitest";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { MovedShelf } from "./moved_shelf.ts";

const OLD = { token: "refresh-old", endsAt: 1 };
const NEW = { token: "refresh-new", endsAt: 2 };

function shelves() {
	const now = new MemoryShelf();
	const before = new MemoryShelf();
	return { now, before, shelf: new MovedShelf(now, before, "sign_in.refresh") };
}

describe("a shelf for what lay on another", () => {
	it("has moved it over, and nothing else, before it is read", async () => {
		const { now, before, shelf } = shelves();
		before.kept.set("sign_in.refresh", OLD);
		before.kept.set("settings", { language: "vi" });

		expect(await Promise.all([shelf.get("sign_in.refresh"), shelf.get("sign_in.refresh")])).toEqual([OLD, OLD]);

		expect([...now.kept]).toEqual([["sign_in.refresh", OLD]]);
		expect([...before.kept.keys()]).toEqual(["settings"]);
	});

	it("keeps what it has, where a move was stopped half way and the token turned since", async () => {
		const { now, before, shelf } = shelves();
		before.kept.set("sign_in.refresh", OLD);
		now.kept.set("sign_in.refresh", NEW);

		expect(await shelf.get("sign_in.refresh")).toEqual(NEW);
		expect([...before.kept]).toEqual([]);
	});

	it("is not overtaken by the move: what is written last stands, and what is removed is gone from both", async () => {
		const { now, before, shelf } = shelves();
		before.kept.set("sign_in.refresh", OLD);
		await Promise.all([shelf.get("sign_in.refresh"), shelf.set("sign_in.refresh", NEW)]);
		expect(await shelf.get("sign_in.refresh")).toEqual(NEW);

		await shelf.remove("sign_in.refresh");
		expect([...now.kept, ...before.kept]).toEqual([]);
	});

	it("leaves it where it was as long as the new place cannot keep it, and tries again", async () => {
		const { now, before, shelf } = shelves();
		before.kept.set("sign_in.refresh", OLD);
		const { set } = now;
		now.set = async () => {
			throw new Error("no room");
		};
		await expect(shelf.get("sign_in.refresh")).rejects.toThrow("no room");
		expect(before.kept.get("sign_in.refresh")).toEqual(OLD);

		now.set = set;
		expect(await shelf.get("sign_in.refresh")).toEqual(OLD);
		expect([...before.kept]).toEqual([]);
	});
});
