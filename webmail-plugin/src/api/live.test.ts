// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LetterNewsOperation } from "./generated.ts";
import { Live } from "./live.ts";
import type { PluginSession } from "./session.ts";

class FakeSocket extends EventTarget {
	readonly said: Record<string, unknown>[] = [];
	isClosed = false;

	send(text: string): void {
		this.said.push(JSON.parse(text));
	}

	close(): void {
		this.isClosed = true;
		this.fails(1000);
	}

	fails(code: number): void {
		this.dispatchEvent(Object.assign(new Event("close"), { code }));
	}

	hears(message: object): void {
		this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) }));
	}

	accepts(): void {
		this.dispatchEvent(new Event("open"));
		this.hears({ type: "connection_ack" });
	}
}

let sockets: FakeSocket[];
let urls: string[];
let told: unknown[];
let asked: number;
let forgotten: number;
let refuses: boolean;
let ending: AbortController;

beforeEach(() => {
	vi.useFakeTimers();
	[sockets, urls, told, asked, forgotten, refuses, ending] = [[], [], [], 0, 0, false, new AbortController()];
});

afterEach(() => {
	ending.abort();
	vi.useRealTimers();
});

async function follow(): Promise<void> {
	const session = {
		bearer: async () => `b${forgotten}`,
		forget: () => {
			forgotten++;
		},
	} as unknown as PluginSession;
	const open = (url: string, protocol: string) => {
		urls.push(`${url} ${protocol}`);
		const socket = new FakeSocket();
		sockets.push(socket);
		if (refuses) queueMicrotask(() => socket.fails(1006));
		return socket as unknown as WebSocket;
	};
	const follower = { told: (one: unknown) => void told.push(one), ask: () => void asked++ };
	new Live("https://congvu.example", session, open).follow(
		LetterNewsOperation,
		{ agency: "H55.05" },
		follower,
		ending.signal,
	);
	await vi.advanceTimersByTimeAsync(0);
}

function last(): FakeSocket {
	const socket = sockets.at(-1);
	if (socket === undefined) throw new Error("no socket was opened");
	return socket;
}

it("signs in with the first message, asks by the operation's id, and passes on what it is told", async () => {
	await follow();
	last().accepts();
	last().hears({ type: "next", id: "1", payload: { data: { letterNews: { new: [], overdue: [] } } } });
	expect(urls).toEqual(["wss://congvu.example/graphql graphql-transport-ws"]);
	expect(last().said).toEqual([
		{ type: "connection_init", payload: { authorization: "Bearer b0" } },
		{ type: "subscribe", id: "1", payload: { id: LetterNewsOperation.id, variables: { agency: "H55.05" } } },
	]);
	expect(told).toEqual([{ letterNews: { new: [], overdue: [] } }]);
	await vi.advanceTimersByTimeAsync(10 * 60_000);
	expect([asked, sockets.length]).toEqual([0, 1]);
});

it("asks every minute while no socket can be opened, and once more when one is", async () => {
	refuses = true;
	await follow();
	await vi.advanceTimersByTimeAsync(3 * 60_000);
	expect(asked).toBe(3);
	expect(sockets.length).toBeGreaterThan(3);
	expect(sockets.length).toBeLessThan(9);
	refuses = false;
	const before = sockets.length;
	while (sockets.length === before) await vi.advanceTimersByTimeAsync(1_000);
	asked = 3;
	last().accepts();
	expect(asked).toBe(4);
	await vi.advanceTimersByTimeAsync(3 * 60_000);
	expect(asked).toBe(4);
});

it("tries later and later", async () => {
	refuses = true;
	await follow();
	await vi.advanceTimersByTimeAsync(2 * 60 * 60_000);
	expect(sockets.length).toBeGreaterThan(24); // five minutes at the most
	expect(sockets.length).toBeLessThan(60);
});

it("signs in anew when the session has ended", async () => {
	await follow();
	last().accepts();
	last().fails(4401);
	await vi.advanceTimersByTimeAsync(10_000);
	last().accepts();
	expect(last().said[0]).toEqual({ type: "connection_init", payload: { authorization: "Bearer b1" } });
});

it("gives up where the letters are not for the log-in", async () => {
	await follow();
	last().accepts();
	last().hears({ type: "error", id: "1", payload: [{ message: "", extensions: { code: "forbidden" } }] });
	await vi.advanceTimersByTimeAsync(60 * 60_000);
	expect([asked, sockets.length, last().isClosed]).toEqual([0, 1, true]);
});

it("comes back after another error", async () => {
	await follow();
	last().accepts();
	last().hears({ type: "error", id: "1", payload: [{ message: "", extensions: { code: "internal" } }] });
	await vi.advanceTimersByTimeAsync(10_000);
	expect(sockets).toHaveLength(2);
});

it("answers a ping, and ends with the page", async () => {
	await follow();
	last().accepts();
	last().hears({ type: "ping" });
	expect(last().said.at(-1)).toEqual({ type: "pong" });
	ending.abort();
	await vi.advanceTimersByTimeAsync(60 * 60_000);
	expect([last().isClosed, sockets.length, asked]).toEqual([true, 1, 0]);
});
