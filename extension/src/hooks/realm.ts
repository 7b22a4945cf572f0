// One page's or frame's own set of constructors and prototypes, and how a method of it is given another function.
//
// Every page pays for what is done before it is loaded, and few pages ever call what is guarded: so a stand-in takes each
// method's place at once (`standIn`), all of them the same few lines, and what it stands in for is made when the page
// first calls it (`replaceMethod`). What stood there before is kept from the first moment on.

export type Realm = Window & typeof globalThis;

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Construct = (given: readonly unknown[], heard: NewTarget) => object;
// biome-ignore lint/complexity/noBannedTypes: what Reflect.construct takes
type NewTarget = Function;

/** The function that stood there. */
export interface Native<Answer> {
	call(self: unknown, ...given: readonly unknown[]): Answer;
	apply(self: unknown, given: readonly unknown[]): Answer;
}

interface Post {
	readonly native: Method;
	/** Null until the page needs it. */
	now: Method | null;
}

interface ConstructorPost {
	readonly native: new (...given: never[]) => object;
	now: Construct | null;
}

const methods = new WeakMap<object, Map<string, Post>>();
const constructors = new WeakMap<object, Map<string, ConstructorPost>>();

/** Put a stand-in in a method's place. What a browser does not have stays absent.
 *  @param called makes what it stands in for, with `replaceMethod` */
export function standIn(owner: object | undefined, name: string, called: () => void): void {
	const there = owner === undefined ? undefined : Object.getOwnPropertyDescriptor(owner, name);
	if (owner === undefined || typeof there?.value !== "function") return;
	const post: Post = { native: there.value as Method, now: null };
	there.value = function (this: unknown, ...given: unknown[]) {
		if (post.now === null) called();
		return (post.now as Method).apply(this, given); // nobody there: it throws, and nothing leaves
	};
	Object.defineProperty(owner, name, there);
	placeOf(methods, owner).set(name, post);
}

/** What a stand-in does from now on; `make` is given the function that stood there. */
export function replaceMethod<Answer>(
	owner: object | undefined,
	name: string,
	make: (native: Native<Answer>) => (this: never, ...given: never[]) => Answer,
): void {
	const post = owner === undefined ? undefined : methods.get(owner)?.get(name);
	if (post !== undefined) post.now = make(post.native as Native<Answer>) as Method;
	else if (owner !== undefined && name in owner) throw new TypeError(`nothing stands in for ${name}`);
}

/** The function that stood where a stand-in is now. */
export function nativeMethod<Answer>(owner: object, name: string): Native<Answer> {
	const { native } = methods.get(owner)?.get(name) ?? { native: Reflect.get(owner, name) as Method };
	return native as Native<Answer>;
}

/** Put a stand-in in a constructor's place; everything else of it stays. */
export function standInConstructor(realm: Realm, name: string, called: () => void): void {
	const native = Reflect.get(realm, name) as ConstructorPost["native"] | undefined;
	if (native === undefined) return;
	const post: ConstructorPost = { native, now: null };
	const watched: typeof native = new Proxy(native, {
		construct(target, given: readonly unknown[], newTarget) {
			if (post.now === null) called();
			return (post.now as Construct)(given, newTarget === watched ? target : newTarget);
		},
	});
	const own = { configurable: true, writable: true, enumerable: false, value: watched };
	Object.defineProperty(realm, name, own);
	Object.defineProperty(native.prototype, "constructor", own);
	placeOf(constructors, realm).set(name, post);
}

/** What a constructor's stand-in does from now on. */
export function replaceConstructor<Made extends object>(
	realm: Realm,
	name: string,
	make: (native: new (...given: never[]) => Made) => (given: readonly unknown[], heard: NewTarget) => Made,
): void {
	const post = constructors.get(realm)?.get(name);
	if (post === undefined) throw new TypeError(`nothing stands in for ${name}`);
	post.now = make(post.native as new (...given: never[]) => Made);
}

/** A constructor that tells what it was given. */
export function watchConstructor<Made extends object>(
	realm: Realm,
	name: string,
	/** What it is really given; `made` is told of the object. */
	prepare: (given: readonly unknown[]) => { readonly given: readonly unknown[]; made?(object: Made): void },
): void {
	replaceConstructor<Made>(realm, name, (native) => (given, heard) => {
		const prepared = prepare(given);
		const object: Made = Reflect.construct(native, [...prepared.given] as never[], heard);
		prepared.made?.(object);
		return object;
	});
}

/** The constructor that a stand-in took the place of. */
export function nativeConstructor<Native>(realm: Realm, name: string): Native {
	return (constructors.get(realm)?.get(name)?.native ?? Reflect.get(realm, name)) as Native;
}

function placeOf<Kept>(posts: WeakMap<object, Map<string, Kept>>, owner: object): Map<string, Kept> {
	const known = posts.get(owner) ?? new Map<string, Kept>();
	posts.set(owner, known);
	return known;
}
