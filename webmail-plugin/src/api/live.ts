// What the backend tells by itself: a subscription over graphql-transport-ws, kept up while the page lives. Where no
// socket can be opened (a proxy in between, an older server), whoever follows asks again at intervals.

import type { Operation } from "./generated.ts";
import type { Session } from "./session.ts";

const PROTOCOL = "graphql-transport-ws";
const SUBSCRIPTION = "1"; // one a connection
const SESSION_ENDED = 4401;
const FIRST_PAUSE_MILLISECONDS = 5_000;
const LONGEST_PAUSE_MILLISECONDS = 5 * 60_000;
const ASK_EVERY_MILLISECONDS = 60_000;
/** Nothing changes these by trying again. */
const FINAL = new Set(["forbidden", "agency_not_found", "bad_request", "operation_not_found", "free_form_off"]);

export interface Follower<Result> {
	/** Something happened. */
	readonly told: (result: Result) => void;
	/** Something may have happened: there is, or was, no connection. */
	readonly ask: () => void;
}

export type OpenSocket = (url: string, protocol: string) => WebSocket;

export class Live {
	readonly #url: string;
	readonly #session: Session;
	readonly #open: OpenSocket;

	constructor(
		backendUrl: string,
		session: Session,
		open: OpenSocket = (url, protocol) => new WebSocket(url, protocol),
	) {
		this.#url = `${backendUrl.replace(/^http/u, "ws")}/graphql`;
		this.#session = session;
		this.#open = open;
	}

	/** Until the signal ends it, or the backend says that this is not for the log-in. */
	follow<Result, Variables>(
		operation: Operation<Result, Variables>,
		variables: Variables,
		follower: Follower<Result>,
		signal: AbortSignal,
	): void {
		new Stream(this.#url, this.#session, this.#open, { id: operation.id, variables }, follower, signal).begin();
	}
}

class Stream<Result> {
	readonly #url: string;
	readonly #session: Session;
	readonly #open: OpenSocket;
	readonly #payload: unknown;
	readonly #follower: Follower<Result>;
	readonly #signal: AbortSignal;
	#socket: WebSocket | null = null;
	#isFollowing = false;
	#failures = 0;
	#isOver = false;
	#retry: ReturnType<typeof setTimeout> | undefined;
	readonly #asking: ReturnType<typeof setInterval>;

	constructor(
		url: string,
		session: Session,
		open: OpenSocket,
		payload: unknown,
		follower: Follower<Result>,
		signal: AbortSignal,
	) {
		this.#url = url;
		this.#session = session;
		this.#open = open;
		this.#payload = payload;
		this.#follower = follower;
		this.#signal = signal;
		this.#asking = setInterval(() => {
			if (!this.#isFollowing) follower.ask();
		}, ASK_EVERY_MILLISECONDS);
	}

	begin(): void {
		this.#signal.addEventListener("abort", () => this.#end(), { once: true });
		void this.#connect();
	}

	async #connect(): Promise<void> {
		let bearer: string;
		let socket: WebSocket;
		try {
			bearer = await this.#session.bearer();
			if (this.#isOver) return;
			socket = this.#open(this.#url, PROTOCOL);
		} catch {
			this.#tryAgain();
			return;
		}
		this.#socket = socket;
		const say = (message: object) => socket.send(JSON.stringify(message));
		socket.addEventListener("open", () =>
			say({ type: "connection_init", payload: { authorization: `Bearer ${bearer}` } }),
		);
		socket.addEventListener("message", ({ data }) => this.#take(String(data), say));
		socket.addEventListener("close", ({ code }) => this.#closed(code));
	}

	#take(data: string, say: (message: object) => void): void {
		const message = JSON.parse(data) as { type: string; payload?: unknown };
		if (message.type === "connection_ack") {
			say({ type: "subscribe", id: SUBSCRIPTION, payload: this.#payload });
			const isBack = this.#failures > 0;
			this.#isFollowing = true;
			this.#failures = 0;
			if (isBack) this.#follower.ask(); // what happened meanwhile
		} else if (message.type === "next") {
			const { data: result } = message.payload as { data: Result | null };
			if (result !== null) this.#follower.told(result);
		} else if (message.type === "error") {
			if (codesOf(message.payload).some((code) => FINAL.has(code))) this.#end();
			else this.#socket?.close();
		} else if (message.type === "ping") say({ type: "pong" });
	}

	#closed(code: number): void {
		this.#isFollowing = false;
		this.#socket = null;
		if (code === SESSION_ENDED) this.#session.forget();
		this.#tryAgain();
	}

	/** Later and later, so that a server that comes back is not run over. */
	#tryAgain(): void {
		if (this.#isOver) return;
		const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** this.#failures, LONGEST_PAUSE_MILLISECONDS);
		this.#failures++;
		this.#retry = setTimeout(() => void this.#connect(), pause * (0.5 + Math.random() / 2));
	}

	#end(): void {
		this.#isOver = true;
		clearInterval(this.#asking);
		clearTimeout(this.#retry);
		this.#socket?.close();
	}
}

function codesOf(payload: unknown): string[] {
	const errors = payload as readonly { readonly extensions?: { readonly code?: string } }[];
	return errors.map(({ extensions }) => extensions?.code ?? "");
}
