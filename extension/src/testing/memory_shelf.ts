import type { Shelf } from "../shelf.ts";

export class MemoryShelf implements Shelf {
	readonly kept = new Map<string, unknown>();

	async get(name: string): Promise<unknown> {
		return this.kept.get(name);
	}

	async set(name: string, value: unknown): Promise<void> {
		this.kept.set(name, structuredClone(value));
	}

	async remove(name: string): Promise<void> {
		this.kept.delete(name);
	}
}
