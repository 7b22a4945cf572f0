// All of layer 2 in one realm, and in the realms the page makes for itself (frames of its own, new windows): those run
// no script of theirs before the page can reach into them.

import type { GateLine } from "../channel.ts";
import { watchBlobs } from "./blobs.ts";
import { guardFetches } from "./fetches.ts";
import { guardForms } from "./forms.ts";
import { guardMessages } from "./messages.ts";
import { Papers } from "./papers.ts";
import { guardReaders } from "./readers.ts";
import { type Realm, replaceMethod } from "./realm.ts";
import { guardSources } from "./sources.ts";
import { guardXhr } from "./xhr.ts";

const ASKED = "congvu-guarded"; // prevented: by whoever reached this realm first

export function guardPage(realm: Realm, line: GateLine): void {
	const papers = new Papers(line);
	const guarded = new WeakSet<object>();
	const guard = (one: Realm): void => {
		if (guarded.has(one.Object)) return;
		guarded.add(one.Object);
		if (!one.dispatchEvent(new Event(ASKED, { cancelable: true }))) return;
		one.addEventListener(ASKED, (event) => {
			event.preventDefault();
			event.stopImmediatePropagation();
		});
		for (const part of [guardReaders, watchBlobs, guardXhr, guardFetches, guardForms, guardMessages, guardSources]) {
			part(one, papers);
		}
		guardChildren(one, guard);
	};
	guard(realm);
}

function guardChildren(realm: Realm, guard: (child: Realm) => void): void {
	const reach = (child: Window | null): void => {
		try {
			if (child?.document) guard(child as Realm);
		} catch {
			// of another origin: out of the page's reach too
		}
	};
	const frames = [realm.HTMLIFrameElement, realm.HTMLFrameElement, realm.HTMLObjectElement];
	for (const { prototype } of frames) {
		reachThrough(prototype, "contentWindow", (child) => reach(child as Window | null));
		reachThrough(prototype, "contentDocument", (child) => reach((child as Document | null)?.defaultView ?? null));
	}
	replaceMethod<Window | null>(realm, "open", (native) => (...given: unknown[]) => {
		const child = native.apply(realm, given);
		reach(child);
		return child;
	});
}

function reachThrough(prototype: object, name: string, reach: (child: unknown) => void): void {
	const there = Object.getOwnPropertyDescriptor(prototype, name);
	if (there?.get === undefined) return;
	const { get } = there;
	Object.defineProperty(prototype, name, {
		...there,
		get(this: object) {
			const child: unknown = get.call(this);
			reach(child);
			return child;
		},
	});
}
