// Ways that are not requests of the page's: messages to workers and ports, whose scripts are out of our reach and may
// send in their turn, and sockets.

import { isBlob } from "./brands.ts";
import { cargoOf } from "./cargo.ts";
import type { Papers } from "./papers.ts";
import { type Realm, replaceMethod } from "./realm.ts";
import { Turns } from "./turns.ts";

const DEPTH = 6;

export function guardMessages(realm: Realm, papers: Papers): void {
	const turns = new Turns(papers);
	for (const sender of [realm.Worker, realm.MessagePort, realm.BroadcastChannel, realm.ServiceWorker]) {
		replaceMethod<unknown>(
			sender?.prototype,
			"postMessage",
			(native) =>
				function (this: object, ...given: unknown[]) {
					const post = () => native.apply(this, given);
					const files = filesIn(given[0], DEPTH);
					return turns.send(this, { files, texts: [] }, post, () => undefined);
				},
		);
	}
	for (const socket of [realm.WebSocket, realm.RTCDataChannel]) {
		replaceMethod<unknown>(
			socket?.prototype,
			"send",
			(native) =>
				function (this: WebSocket, data: unknown) {
					const send = () => native.call(this, data);
					return turns.send(this, cargoOf(data), send, () => this.close());
				},
		);
	}
}

/** Files anywhere in a message, some levels deep. */
function filesIn(message: unknown, depth: number): Blob[] {
	if (typeof message !== "object" || message === null || depth === 0 || ArrayBuffer.isView(message)) return [];
	if (isBlob(message)) return [message];
	const inside = Symbol.iterator in message ? [...(message as Iterable<unknown>)] : Object.values(message);
	return inside.flatMap((one) => filesIn(one, depth - 1));
}
