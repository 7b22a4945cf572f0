// All of layer 2 in one realm, and in the realms the page makes for itself (frames of its own, new windows): those run
// no script of theirs before the page can reach into them.

import type { GateLine } from "../channel.ts";
import { watchBlobs } from "./blobs.ts";
import { guardFetches } from "./fetches.ts";
import { guardForms } from "./forms.ts";
import { guardMessages } from "./messages.ts";
import { Papers } from "./papers.ts";
import { CONSTRUCTORS, METHODS, ownerOf, type PartName } from "./posts.ts";
import { guardReaders } from "./readers.ts";
import { type Realm, standIn, standInConstructor } from "./realm.ts";
import { guardSources } from "./sources.ts";
import { guardXhr } from "./xhr.ts";

type Guard = (child: Realm) => void;

const ASKED = "congvu-guarded"; // prevented: by whoever reached this realm first
const FRAMES = ["HTMLIFrameElement", "HTMLFrameElement", "HTMLObjectElement"] as const;

export function guardPage(realm: Realm, line: GateLine): void {
	let papers: Papers | null = null;
	const guarded = new WeakSet<object>();
	const guard = (one: Realm): void => {
		if (guarded.has(one.Object)) return;
		guarded.add(one.Object);
		if (!one.dispatchEvent(new Event(ASKED, { cancelable: true }))) return;
		one.addEventListener(ASKED, isGuarded);
		guardRealm(one, () => {
			papers ??= new Papers(line);
			return papers;
		});
		guardChildren(one, guard);
	};
	guard(realm);
}

function isGuarded(event: Event): void {
	event.preventDefault();
	event.stopImmediatePropagation();
}

/** Stand-ins everywhere; a part is there with the first call of one of its own. */
function guardRealm(realm: Realm, papers: () => Papers): void {
	const { requestSubmit } = realm.HTMLFormElement.prototype;
	let hold: ((event: Event) => void) | null = null;
	const parts: Record<PartName, () => void> = {
		readers: () => guardReaders(realm, papers()),
		blobs: () => watchBlobs(realm, papers()),
		xhr: () => guardXhr(realm, papers()),
		fetches: () => guardFetches(realm, papers()),
		forms: () => {
			realm.removeEventListener("submit", submitted, true);
			hold = guardForms(realm, papers(), { requestSubmit });
		},
		messages: () => guardMessages(realm, papers()),
		sources: () => guardSources(realm, papers()),
	};
	const submitted = (event: Event): void => {
		parts.forms();
		hold?.(event);
	};
	for (const [part, owner, names] of METHODS) {
		const found = ownerOf(realm, owner);
		for (const name of names) standIn(found, name, parts[part]);
	}
	for (const [part, name] of CONSTRUCTORS) standInConstructor(realm, name, parts[part]);
	realm.addEventListener("submit", submitted, true);
}

function guardChildren(realm: Realm, guard: Guard): void {
	const reach = (child: Window | null): void => {
		try {
			if (child?.document) guard(child as Realm);
		} catch {
			// of another origin: out of the page's reach too
		}
	};
	const reachDocument = (page: Document | null): void => reach(page?.defaultView ?? null);
	for (const name of FRAMES) {
		const { prototype } = realm[name];
		reachThrough<Window>(prototype, "contentWindow", reach);
		reachThrough<Document>(prototype, "contentDocument", reachDocument);
	}
	const { open } = realm;
	realm.open = (...given) => {
		const child = open.apply(realm, given);
		reach(child);
		return child;
	};
}

function reachThrough<Child>(prototype: object, name: string, reach: (child: Child | null) => void): void {
	const there = Object.getOwnPropertyDescriptor(prototype, name);
	if (there?.get === undefined) return;
	const { get } = there;
	there.get = function (this: object) {
		const child = get.call(this) as Child | null;
		reach(child);
		return child;
	};
	Object.defineProperty(prototype, name, there);
}
