// Parts of the plugin that not every page needs, each a script of its own beside the page's.

const TIME_LIMIT_MILLISECONDS = 20_000; // a slow line; longer nobody waits without a word

/** @param failures how often it failed before: some browsers remember of an address that it did */
type Import = (failures: number) => Promise<unknown>;

/** One part, loaded when it is first asked for, and once. */
export class Part<Module> {
	readonly #import: Import;
	#loading: Promise<Module> | null = null;
	#failures = 0;

	constructor(load: Import) {
		this.#import = load;
	}

	/** Rejects when it cannot be had, or not in time; asked again, it is waited for or tried again. */
	load(): Promise<Module> {
		this.#loading ??= (this.#import(this.#failures) as Promise<Module>).catch((error: unknown) => {
			this.#loading = null;
			this.#failures++;
			throw error;
		});
		return Promise.race([this.#loading, late()]);
	}
}

function late(): Promise<never> {
	return new Promise((_, reject) => {
		setTimeout(() => reject(new Error("a part of the plugin did not come in time")), TIME_LIMIT_MILLISECONDS);
	});
}
