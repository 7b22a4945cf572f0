import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Bundle, Finding } from "../core/index.ts";
import { NO_FORM } from "../core/index.ts";
import type { Reply, Request } from "./protocol.ts";
import { type Port, Scanner } from "./scanner.ts";

const BUNDLE: Bundle = {
	format: 1,
	version: "2026.11.3",
	issued_at: "2026-11-03T00:00:00Z",
	expires_at: "2027-11-03T00:00:00Z",
	province: { id: "thainguyen", name: "Tỉnh Thái Nguyên", domains: [] },
	fingerprint_keys: [{ id: "k", key: "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE" }],
	limits: { depth: 8, members: 2000, inflated_bytes: 1000, ratio: 200, pages: 500, seconds: 20 },
	rules: [],
	kinds: [],
	verified: true,
};

const CLEAN: Finding = {
	file: "a.txt",
	sha256: "00",
	fingerprint: "f",
	sizeBytes: 3,
	mediaType: "text/plain",
	secrecy: "none",
	level: null,
	unreadableReason: null,
	obligation: "none",
	document: NO_FORM,
	charset: "utf-8-nfc",
	hits: [],
	elapsedMs: 1,
};

/** A worker that does nothing by itself: the test speaks for it. */
class FakePort implements Port {
	onmessage: ((event: MessageEvent) => void) | null = null;
	onerror: ((event: ErrorEvent) => void) | null = null;
	readonly heard: Request[] = [];
	terminated = false;

	postMessage(message: Request): void {
		this.heard.push(message);
	}

	terminate(): void {
		this.terminated = true;
	}

	says(reply: Reply | { readonly sourceName: string }): void {
		this.onmessage?.({ data: reply } as MessageEvent);
	}

	/** Ids of the files it was given. */
	get judging(): number[] {
		return this.heard.flatMap((message) => (message.congvu === "judge" ? [message.id] : []));
	}
}

const ports: FakePort[] = [];

function scanner(): Scanner {
	return new Scanner("/scanner.js", () => {
		const port = new FakePort();
		ports.push(port);
		return port;
	});
}

function port(index: number): FakePort {
	const found = ports[index];
	if (found === undefined) throw new Error(`worker ${index} was not started`);
	return found;
}

const FILE = new File(["abc"], "a.txt");
// HMAC-SHA-256 under the key of 32 ones, over SHA-256("abc")
const FINGERPRINT = "Z6eCry29kiU_WS-ZbWVKYn";

beforeEach(() => {
	ports.length = 0;
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => vi.useRealTimers());

describe("the scanner", () => {
	it("gives the worker one file after another, in the order asked for", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		const findings = [scan.judge(FILE), scan.judge(FILE)];
		expect(port(0).judging).toEqual([1]);
		port(0).says({ congvu: "judged", id: 1, finding: CLEAN, said: null });
		expect(port(0).judging).toEqual([1, 2]);
		port(0).says({ congvu: "judged", id: 2, finding: { ...CLEAN, secrecy: "marked" }, said: null });
		expect((await Promise.all(findings)).map((finding) => finding.secrecy)).toEqual(["none", "marked"]);
	});

	it("passes on which page of a scan is looked at, to whoever asked for that file", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		const [first, second]: [string[], string[]] = [[], []];
		void scan.judge(FILE, (page, pages) => first.push(`${page}/${pages}`));
		void scan.judge(FILE, (page, pages) => second.push(`${page}/${pages}`));
		port(0).says({ congvu: "progress", id: 1, page: 3, pages: 20 });
		port(0).says({ congvu: "judged", id: 1, finding: CLEAN, said: null });
		port(0).says({ congvu: "progress", id: 2, page: 1, pages: 2 });
		expect([first, second]).toEqual([["3/20"], ["1/2"]]);
	});

	it("waits for a worker that is still starting, and passes over what pdf.js says on the same port", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		const finding = scan.judge(FILE);
		port(0).says({ sourceName: "worker" });
		expect(port(0).judging).toEqual([]);
		port(0).says({ congvu: "ready" });
		port(0).says({ congvu: "judged", id: 1, finding: CLEAN, said: null });
		expect(await finding).toEqual(CLEAN);
	});

	it("calls a file unreadable before there are rules", async () => {
		expect(await scanner().judge(FILE)).toMatchObject({ unreadableReason: "unsupported", fingerprint: "" });
	});

	it("calls a file unreadable when the worker does not start, with the fingerprint it can be declared by", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		const finding = scan.judge(FILE);
		port(0).onerror?.({} as ErrorEvent);
		expect(await finding).toMatchObject({ unreadableReason: "unsupported", fingerprint: FINGERPRINT });
	});

	it("calls a file unreadable when the page's policy refuses workers", async () => {
		const scan = new Scanner("/scanner.js", () => {
			throw new Error("refused");
		});
		scan.load(BUNDLE);
		scan.start();
		expect(await scan.judge(FILE)).toMatchObject({ unreadableReason: "unsupported", fingerprint: FINGERPRINT });
	});

	it("calls a file unreadable when the worker never says that it runs", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		const finding = scan.judge(FILE);
		vi.advanceTimersByTime(20_000);
		expect((await finding).unreadableReason).toBe("unsupported");
	});

	it("kills a worker that takes longer than the limit, and goes on with a new one", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		const [slow, next] = [scan.judge(FILE), scan.judge(FILE)];
		port(0).says({ congvu: "hashed", id: 1, sha256: "ab", fingerprint: "from the worker" });
		vi.advanceTimersByTime(19_999);
		expect(port(0).terminated).toBe(false);
		vi.advanceTimersByTime(1);
		expect(await slow).toMatchObject({ unreadableReason: "limit", fingerprint: "from the worker" });
		expect(port(0).terminated).toBe(true);
		port(1).says({ congvu: "ready" });
		port(1).says({ congvu: "judged", id: 2, finding: CLEAN, said: null });
		expect(await next).toEqual(CLEAN);
	});

	it("calls only the file under way unreadable when the worker crashes", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		const [crashed, next] = [scan.judge(FILE), scan.judge(FILE)];
		port(0).onerror?.({} as ErrorEvent);
		expect((await crashed).unreadableReason).toBe("corrupt");
		port(1).says({ congvu: "ready" });
		port(1).says({ congvu: "judged", id: 2, finding: CLEAN, said: null });
		expect(await next).toEqual(CLEAN);
	});

	it("reads what a paper says where that is asked for, by the day its letter came", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		const handling = null;
		const asked = { askedOn: "", askedIn: "", handling };
		const said = { paperSymbol: "1/UBND", paperOn: "", urgency: "", addressees: [], ...asked };
		const reading = scan.read(FILE, "2026-11-05");
		port(0).says({ congvu: "judged", id: 1, finding: CLEAN, said });
		expect(await reading).toEqual({ finding: CLEAN, said });
		expect(port(0).heard.at(-1)).toMatchObject({ congvu: "judge", receivedOn: "2026-11-05" });
		void scan.judge(FILE);
		expect(port(0).heard.at(-1)).toMatchObject({ congvu: "judge", receivedOn: null });
	});

	it("calls a file unreadable when judging it fails", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		const finding = scan.judge(FILE);
		port(0).says({ congvu: "failed", id: 1 });
		expect((await finding).unreadableReason).toBe("corrupt");
	});

	it("does not take a late answer for the file that came after", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		void scan.judge(FILE);
		const second = scan.judge(FILE);
		port(0).says({ congvu: "failed", id: 1 });
		port(0).says({ congvu: "judged", id: 1, finding: CLEAN, said: null });
		port(0).says({ congvu: "judged", id: 2, finding: { ...CLEAN, secrecy: "marked" }, said: null });
		expect((await second).secrecy).toBe("marked");
	});

	it("does not read a file larger than may ever be inflated", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		expect((await scan.judge(new File(["x".repeat(1001)], "b.bin"))).unreadableReason).toBe("limit");
		expect(port(0).judging).toEqual([]);
	});

	it("gives a running worker the newer rules", () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		scan.load({ ...BUNDLE, version: "2026.11.4" });
		const versions = port(0).heard.map((message) => (message.congvu === "load" ? message.bundle.version : ""));
		expect(versions).toEqual(["2026.11.3", "2026.11.4"]);
	});

	it("leaves nothing running and nothing unanswered when it is closed", async () => {
		const scan = scanner();
		scan.load(BUNDLE);
		scan.start();
		port(0).says({ congvu: "ready" });
		const finding = scan.judge(FILE);
		scan.close();
		expect(port(0).terminated).toBe(true);
		expect((await finding).unreadableReason).toBe("unsupported");
		expect((await scan.judge(FILE)).unreadableReason).toBe("unsupported");
	});
});
