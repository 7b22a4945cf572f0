// Asks who works with issued papers, and keeps the answer for the pages to come.

import type { Asks } from "../../api/backend.ts";
import { MeOperation } from "../../api/generated.ts";
import { keepWork, knownWork, toldWork, type Work } from "./known_work.ts";

/** Resolves in any case; while the backend is away what was told last stays. */
export async function learnWork(backend: Asks, storage: Storage, login: string): Promise<Work | null> {
	const known = knownWork(storage, login);
	if (known !== null) return known;
	try {
		const { me } = await backend.ask(MeOperation, {});
		const work = workOf(me.roles);
		keepWork(storage, login, work);
		return work;
	} catch {
		return toldWork(storage, login)?.work ?? null;
	}
}

export function workOf(roles: readonly string[]): Work {
	if (roles.includes("CLERK") || roles.includes("DEPUTY")) return "issue";
	return roles.includes("HEAD") ? "read" : "none";
}
