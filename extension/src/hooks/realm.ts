// One page's or frame's own set of constructors and prototypes, and how a method of it is given another function.

export type Realm = Window & typeof globalThis;

/** The function that stood there. */
export interface Native<Answer> {
	call(self: unknown, ...given: readonly unknown[]): Answer;
	apply(self: unknown, given: readonly unknown[]): Answer;
}

/** Put another function in a method's place; `make` is given the one that stood there. What a browser does not have
 *  stays absent. */
export function replaceMethod<Answer>(
	owner: object | undefined,
	name: string,
	make: (native: Native<Answer>) => (this: never, ...given: never[]) => Answer,
): void {
	const there = owner === undefined ? undefined : Object.getOwnPropertyDescriptor(owner, name);
	if (owner === undefined || typeof there?.value !== "function") return;
	Object.defineProperty(owner, name, { ...there, value: make(there.value) });
}

/** Put a constructor in another's place that tells what it was given; everything else of it stays. */
export function watchConstructor<Made extends object>(
	realm: Realm,
	native: new (...given: never[]) => Made,
	/** What it is really given; `made` is told of the object. */
	prepare: (given: readonly unknown[]) => { readonly given: readonly unknown[]; made?(object: Made): void },
): void {
	const watched: typeof native = new Proxy(native, {
		construct(target, given: readonly unknown[], newTarget) {
			const prepared = prepare(given);
			const object = Reflect.construct(
				target,
				[...prepared.given] as never[],
				newTarget === watched ? target : newTarget,
			);
			prepared.made?.(object);
			return object;
		},
	});
	const own = { configurable: true, writable: true, enumerable: false, value: watched };
	Object.defineProperty(realm, native.name, own);
	Object.defineProperty(native.prototype, "constructor", own);
}
