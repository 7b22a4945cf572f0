import { describe, expect, it, vi } from "vitest";

interface Script {
	readonly id: string;
	readonly matches?: readonly string[];
	readonly world?: string;
	readonly runAt?: string;
	readonly allFrames?: boolean;
	readonly persistAcrossSessions?: boolean;
}

const chrome: { permissions?: { contains: unknown } } = {};
vi.stubGlobal("chrome", chrome); // looked up when the module is first loaded
const { registerScripts: register } = await import("./content_scripts.ts");

/** A browser that lets the extension into the webmails it is told of, and refuses to register a script twice. */
function fakeBrowser(allowed: readonly string[]) {
	const registered = new Map<string, Script>();
	const calls: string[] = [];
	const put = (scripts: readonly Script[], isThere: boolean) => {
		for (const script of scripts) {
			if (registered.has(script.id) !== isThere) throw new Error(`${script.id}: registered twice, or not at all`);
			registered.set(script.id, script);
		}
	};
	const scripting = {
		getRegisteredContentScripts: async () => [...registered.values()],
		registerContentScripts: async (scripts: readonly Script[]) => {
			calls.push("register");
			put(scripts, false);
		},
		updateContentScripts: async (scripts: readonly Script[]) => {
			calls.push("update");
			put(scripts, true);
		},
		unregisterContentScripts: async () => {
			calls.push("unregister");
			registered.clear();
		},
	};
	const permissions = {
		contains: async ({ origins }: { origins: string[] }) => origins.every((one) => allowed.includes(one)),
	};
	Object.assign(chrome, { scripting, permissions });
	return { registered, calls };
}

const WEBMAIL = "https://mail.thainguyen.gov.vn/*";
const OTHER = "https://thu.hatinh.gov.vn/*";

describe("the guard's scripts", () => {
	it("are registered in both worlds, before the page runs, in all frames, for the next start too", async () => {
		const { registered } = fakeBrowser([WEBMAIL]);

		await register([WEBMAIL]);

		const at = { matches: [WEBMAIL], runAt: "document_start", allFrames: true, persistAcrossSessions: true };
		expect([...registered.values()]).toMatchObject([
			{ id: "gate", world: "ISOLATED", ...at },
			{ id: "hooks", world: "MAIN", ...at },
		]);
	});

	it("are registered where the browser permits it only", async () => {
		const { registered } = fakeBrowser([WEBMAIL]);

		await register([OTHER, WEBMAIL]);

		expect(registered.get("gate")?.matches).toEqual([WEBMAIL]);
	});

	it("stay as they are while the same is to be guarded, in whatever order", async () => {
		const { calls } = fakeBrowser([WEBMAIL, OTHER]);

		await register([WEBMAIL, OTHER]);
		await register([OTHER, WEBMAIL]);

		expect(calls).toEqual(["register"]);
	});

	it("follow a list that changes, and go with the last webmail", async () => {
		const { registered, calls } = fakeBrowser([WEBMAIL, OTHER]);

		await register([WEBMAIL]);
		await register([OTHER]);
		expect(registered.get("hooks")?.matches).toEqual([OTHER]);
		await register([]);

		expect(registered.size).toBe(0);
		expect(calls).toEqual(["register", "update", "unregister"]);
	});

	it("are registered one call after the other, and after a call that failed", async () => {
		const { registered } = fakeBrowser([WEBMAIL, OTHER]);
		const permissions = chrome.permissions ?? { contains: null };
		const { contains } = permissions;
		permissions.contains = async () => Promise.reject(new Error("the browser is closing"));
		const failed = register([WEBMAIL]);
		await expect(failed).rejects.toThrow("closing");
		permissions.contains = contains;

		await Promise.all([register([WEBMAIL]), register([WEBMAIL]), register([OTHER])]);

		expect([...registered.values()].map(({ matches }) => matches)).toEqual([[OTHER], [OTHER]]);
	});
});
