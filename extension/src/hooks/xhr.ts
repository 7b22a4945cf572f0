// XMLHttpRequest. What is held has been opened and not yet sent, as far as the page sees.

import { cargoOf, copyOf } from "./cargo.ts";
import { type Papers, together } from "./papers.ts";
import { nativeMethod, type Realm, replaceMethod } from "./realm.ts";

/** One open(). */
interface Call {
	readonly isAsync: boolean;
	readonly address: string;
	isHeld: boolean;
}

const NOWHERE = "blob:null/refused"; // there is no such thing: the browser itself says that it failed

export function guardXhr(realm: Realm, papers: Papers): void {
	const calls = new WeakMap<XMLHttpRequest, Call>();
	const { prototype } = realm.XMLHttpRequest;
	const open = nativeMethod<unknown>(prototype, "open");
	replaceMethod<unknown>(
		prototype,
		"open",
		(native) =>
			function (this: XMLHttpRequest, ...given: unknown[]) {
				const isAsync = given.length < 3 || Boolean(given[2]);
				calls.set(this, { isAsync, address: String(given[1]), isHeld: false });
				return native.apply(this, given);
			},
	);
	replaceMethod<unknown>(
		prototype,
		"abort",
		(native) =>
			function (this: XMLHttpRequest) {
				calls.delete(this);
				return native.call(this);
			},
	);
	replaceMethod<unknown>(
		prototype,
		"send",
		(native) =>
			function (this: XMLHttpRequest, body?: unknown) {
				const call = calls.get(this);
				const cargo = together([cargoOf(body), papers.at(call?.address ?? "")]);
				if (call === undefined || papers.isFree(cargo)) return native.call(this, body);
				if (!call.isAsync) throw new realm.DOMException("Failed to execute 'send': not allowed", "NetworkError");
				if (call.isHeld) throw new realm.DOMException("Failed to execute 'send': sent already", "InvalidStateError");
				call.isHeld = true;
				const kept = copyOf(body);
				void papers.allows(cargo).then((allowed) => {
					if (calls.get(this) !== call) return; // aborted, or opened anew
					if (!allowed) open.call(this, "GET", NOWHERE, true);
					native.call(this, allowed ? kept : null);
				});
				return undefined;
			},
	);
}
