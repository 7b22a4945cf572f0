// Which agency the sender's log-in belongs to; kept in the browser, so that its rules hold while the backend is away.

import type { Asks } from "../../api/backend.ts";
import { MeOperation } from "../../api/generated.ts";

const ANSWER_MILLISECONDS = 3_000; // longer the rules do not wait; the mail server judges by them all the same

/** The code, fresh if the backend answers, else as it was told last; null where it never was. */
export async function ownAgency(backend: Asks, storage: Storage, login: string): Promise<string | null> {
	const name = `congvu.agency.${login}`;
	const told = backend.ask(MeOperation, {}).then(
		({ me }) => me.agency?.code ?? null,
		() => undefined,
	);
	const late = new Promise<undefined>((resolve) => setTimeout(resolve, ANSWER_MILLISECONDS, undefined));
	const code = await Promise.race([told, late]);
	try {
		if (code === undefined) return storage.getItem(name);
		if (code === null) storage.removeItem(name);
		else storage.setItem(name, code);
	} catch {
		// a browser that keeps nothing asks again
	}
	return code ?? null;
}
