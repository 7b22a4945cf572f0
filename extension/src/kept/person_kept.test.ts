import { describe, expect, it } from "vitest";
import type { Asks } from "../../../webmail-plugin/src/api/backend.ts";
import { BackendProblem } from "../../../webmail-plugin/src/api/problems.ts";
import { MemoryShelf } from "../testing/memory_shelf.ts";
import { type News, PersonKept } from "./person_kept.ts";

const VAN = "vanthu.sotaichinh@thainguyen.gov.vn";
const BINH = "binhpt.sotaichinh@thainguyen.gov.vn";
const DECLARED = "congvu.declared.";
const REPORTS = "congvu.reports.";
const COUNTS = "congvu.shadow.";

function browser() {
	const told: News[] = [];
	const shelf = new MemoryShelf();
	const kept = new PersonKept(shelf, (news) => told.push(news));
	const keep = (whose: string, name: string, value: string | null) => kept.keep({ whose, by: "page-1", name, value });
	return { kept, keep, told, shelf };
}

/** A report as the queue keeps it, and a backend that takes reports or is away. */
function report(key: string): string {
	return JSON.stringify([{ report: { file: key }, sentAt: 0, key }]);
}

function backend(isAway = false) {
	const taken: unknown[] = [];
	const asks: Asks = {
		ask: async <Result, Variables>(_: unknown, variables: Variables) => {
			if (isAway) throw new BackendProblem("away", "no connection");
			taken.push(variables);
			return {} as Result;
		},
	};
	return { asks, taken };
}

describe("what the guard keeps", () => {
	it("is there for every page of the person who is signed in", async () => {
		const { kept, keep, told } = browser();
		await kept.begin(VAN);

		expect(await keep(VAN, DECLARED, "{}")).toBe(null);

		expect(await kept.lot()).toEqual({ whose: VAN, items: { [DECLARED]: "{}" } });
		expect(told.at(-1)).toEqual({ change: { whose: VAN, by: "page-1", name: DECLARED, value: "{}" } });
		await keep(VAN, DECLARED, null);
		expect(await kept.lot()).toEqual({ whose: VAN, items: {} });
	});

	it("is cleared when the person signs out, once what waits is delivered", async () => {
		const { kept, keep, shelf } = browser();
		const { asks, taken } = backend();
		await kept.begin(VAN);
		await keep(VAN, DECLARED, '{"dau-van-tay":1}');
		await keep(VAN, REPORTS, report("1"));

		await kept.end(asks);

		expect(taken).toEqual([{ reports: [{ file: "1" }] }]);
		expect(await kept.lot()).toEqual({ whose: "", items: {} });
		expect(JSON.stringify([...shelf.kept])).not.toContain("dau-van-tay");
	});

	it("waits for its own person where the backend was away, and goes under no other name", async () => {
		const { kept, keep } = browser();
		await kept.begin(VAN);
		await keep(VAN, REPORTS, report("1"));
		await kept.end(backend(true).asks);

		expect(await kept.begin(BINH)).toBe(true);
		expect(await kept.lot()).toEqual({ whose: BINH, items: {} });
		const { asks, taken } = backend();
		await kept.end(asks);
		expect(taken).toEqual([]);

		await kept.begin(VAN);
		expect((await kept.lot()).items).toEqual({ [REPORTS]: report("1") });
	});

	it("loses its confirmations to a person who signs in where another's sign-in had run out", async () => {
		const { kept, keep } = browser();
		await kept.begin(VAN);
		await keep(VAN, DECLARED, "{}");
		await keep(VAN, REPORTS, report("1"));

		await kept.release();
		expect(await kept.lot()).toEqual({ whose: "", items: {} });
		await kept.begin(BINH);
		expect(await kept.lot()).toEqual({ whose: BINH, items: {} });

		await kept.release();
		await kept.begin(VAN);
		expect((await kept.lot()).items).toEqual({ [REPORTS]: report("1") });
	});

	it("stands for a person who signs in once more", async () => {
		const { kept, keep } = browser();
		await kept.begin(VAN);
		await keep(VAN, DECLARED, "{}");

		await kept.release();

		expect(await kept.begin(VAN)).toBe(false);
		expect(await kept.lot()).toEqual({ whose: VAN, items: { [DECLARED]: "{}" } });
	});

	it("is not heard of from a page that has an earlier person's", async () => {
		const { kept, keep } = browser();
		await kept.begin(VAN);
		await kept.end(null);
		await kept.begin(BINH);
		await keep(BINH, DECLARED, "{}");

		expect(await keep(VAN, DECLARED, '{"cua-van":1}')).toEqual({ whose: BINH, items: { [DECLARED]: "{}" } });
		expect((await kept.lot()).items).toEqual({ [DECLARED]: "{}" });
	});

	it("goes with whoever signs in next, where nobody was signed in", async () => {
		const { kept, keep } = browser();
		const count = JSON.stringify(["3", "secrecy.marking", "same"]);
		await kept.begin(VAN);
		await keep(VAN, REPORTS, report("1"));
		await keep(VAN, COUNTS, JSON.stringify([[count, 2]]));
		await kept.end(backend(true).asks);
		await keep("", REPORTS, report("2"));
		await keep("", COUNTS, JSON.stringify([[count, 3]]));

		await kept.begin(VAN);

		const { items } = await kept.lot();
		expect(JSON.parse(items[REPORTS] ?? "")).toMatchObject([{ key: "1" }, { key: "2" }]);
		expect(JSON.parse(items[COUNTS] ?? "")).toEqual([[count, 5]]);
	});

	it("writes down what several pages say at once", async () => {
		const { kept, keep } = browser();

		await Promise.all([keep("", "a", "1"), keep("", "b", "2"), keep("", "c", "3")]);

		expect((await kept.lot()).items).toEqual({ a: "1", b: "2", c: "3" });
	});
});
