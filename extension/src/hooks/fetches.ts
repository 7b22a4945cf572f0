// fetch, the Requests it is given, and beacons.

import { brandOf } from "./brands.ts";
import { cargoOf, copyOf } from "./cargo.ts";
import { type Cargo, NOTHING, type Papers } from "./papers.ts";
import { type Realm, replaceMethod, watchConstructor } from "./realm.ts";

const BEACON_BYTES = 65_536; // more than that no browser takes

export function guardFetches(realm: Realm, papers: Papers): void {
	const carried = new WeakMap<object, Cargo>();
	const cargoOfRequest = (input: unknown, init: unknown): Cargo => {
		const body = (init as RequestInit | undefined)?.body ?? null;
		if (body !== null) return cargoOf(body);
		const isRequest = typeof input === "object" && input !== null && brandOf(input) === "Request";
		return isRequest ? (carried.get(input) ?? NOTHING) : papers.at(String(input));
	};
	watchConstructor<Request>(realm, "Request", (given) => {
		const cargo = cargoOfRequest(given[0], given[1]);
		return { given, made: (request) => void carried.set(request, cargo) };
	});
	replaceMethod<Request>(
		realm.Request.prototype,
		"clone",
		(native) =>
			function (this: Request) {
				const clone = native.call(this);
				carried.set(clone, carried.get(this) ?? NOTHING);
				return clone;
			},
	);
	guardRequestReads(realm, papers, (request) => (carried.get(request) ?? NOTHING).files);
	replaceMethod<Promise<Response>>(
		realm,
		"fetch",
		(native) =>
			(input: unknown, init?: RequestInit, ...others: unknown[]) => {
				const cargo = cargoOfRequest(input, init);
				if (papers.isFree(cargo)) return native.call(realm, input, init, ...others);
				const kept = init?.body ? { ...init, body: copyOf(init.body) } : init;
				return papers.allows(cargo).then((allowed) => {
					if (!allowed) throw new realm.TypeError("Failed to fetch");
					return native.call(realm, input, kept, ...others);
				});
			},
	);
	guardBeacons(realm, papers);
}

function guardRequestReads(realm: Realm, papers: Papers, filesOf: (request: Request) => readonly Blob[]): void {
	for (const method of ["arrayBuffer", "blob", "bytes", "formData", "text"]) {
		replaceMethod<unknown>(
			realm.Request.prototype,
			method,
			(native) =>
				function (this: Request) {
					const files = filesOf(this);
					if (files.every((file) => papers.mayBeRead(file))) return native.call(this);
					return papers.allows({ files, texts: [] }).then((allowed) => {
						if (!allowed) throw new realm.TypeError("The body could not be read");
						return native.call(this);
					});
				},
		);
	}
}

/** A beacon that is held counts as queued, which is all a page ever learns of one. */
function guardBeacons(realm: Realm, papers: Papers): void {
	replaceMethod<unknown>(
		realm.Navigator.prototype,
		"sendBeacon",
		(native) =>
			function (this: Navigator, address: unknown, body?: unknown) {
				const cargo = cargoOf(body);
				if (papers.isFree(cargo)) return native.call(this, address, body);
				if (sizeOf(cargo) > BEACON_BYTES) return false;
				const kept = copyOf(body);
				void papers.allows(cargo).then((allowed) => allowed && native.call(this, address, kept));
				return true;
			},
	);
}

function sizeOf({ files, texts }: Cargo): number {
	return [...files.map(({ size }) => size), ...texts.map(({ length }) => length)].reduce((sum, one) => sum + one, 0);
}
