// Parts of the plugin that not every page needs, each a script of its own beside the page's.

const TIME_LIMIT_MILLISECONDS = 20_000; // a slow line; longer nobody waits without a word

type Import = (address: string) => Promise<unknown>;

/** One part, loaded when it is first asked for, and once. */
export class Part<Module> {
	readonly #address: string;
	readonly #import: Import;
	#loading: Promise<Module> | null = null;
	#failures = 0;

	constructor(address: string, load: Import = (address) => import(/* @vite-ignore */ address)) {
		this.#address = address;
		this.#import = load;
	}

	/** Rejects when it cannot be had, or not in time; asked again, it is waited for or tried again. */
	load(): Promise<Module> {
		this.#loading ??= (this.#import(this.#next()) as Promise<Module>).catch((error: unknown) => {
			this.#loading = null;
			this.#failures++;
			throw error;
		});
		return Promise.race([this.#loading, late()]);
	}

	/** Some browsers remember of an address that it failed. */
	#next(): string {
		return this.#failures === 0 ? this.#address : `${this.#address}&n=${this.#failures}`;
	}
}

function late(): Promise<never> {
	return new Promise((_, reject) => {
		setTimeout(() => reject(new Error("a part of the plugin did not come in time")), TIME_LIMIT_MILLISECONDS);
	});
}
