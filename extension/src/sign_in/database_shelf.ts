// Where the refresh token lies: in a database of the extension's own origin. A script of the extension's in a page of the
// web has that page's databases and not these, in every browser; storage.local it can read in Firefox (ADR 19).

import type { Shelf } from "../shelf.ts";

const DATABASE = "sign_in";
const THINGS = "things";

export class DatabaseShelf implements Shelf {
	async get(name: string): Promise<unknown> {
		return await asked("readonly", (things) => things.get(name));
	}

	async set(name: string, value: unknown): Promise<void> {
		await asked("readwrite", (things) => things.put(value, name));
	}

	async remove(name: string): Promise<void> {
		await asked("readwrite", (things) => things.delete(name));
	}
}

/** Comes back when what was changed is on the disk: a token that was spent must not be found there again. */
async function asked<Answer>(
	mode: IDBTransactionMode,
	ask: (things: IDBObjectStore) => IDBRequest<Answer>,
): Promise<Answer> {
	const database = await opened();
	try {
		const transaction = database.transaction(THINGS, mode, { durability: "strict" });
		const request = ask(transaction.objectStore(THINGS));
		return await new Promise((resolve, reject) => {
			transaction.oncomplete = () => resolve(request.result);
			transaction.onabort = () => reject(transaction.error);
		});
	} finally {
		database.close();
	}
}

function opened(): Promise<IDBDatabase> {
	const request = indexedDB.open(DATABASE, 1);
	request.onupgradeneeded = () => void request.result.createObjectStore(THINGS);
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
}
