// The part of a page that decides: the guard of one letter and what it stands on, the very same as the plugin's.

import type { TrustedKey } from "../../webmail-plugin/src/core/index.ts";
import type { PageDraft } from "../../webmail-plugin/src/hosts/page/page_draft.ts";
import type { Part } from "../../webmail-plugin/src/part.ts";
import { openGate } from "../../webmail-plugin/src/ui/compose/letter_gate.ts";
import type { RuleMeans } from "../../webmail-plugin/src/ui/compose/rule_gate.ts";
import { BackgroundBackend, BackgroundServer } from "../src/gate/background.ts";
import type { Shade } from "../src/gate/dock.ts";
import { KeptStorage } from "../src/gate/kept_storage.ts";
import { PageSurface } from "../src/gate/page_surface.ts";
import { ask, type GateSettings } from "../src/messages.ts";

/** The gate of one letter, at its posts. */
export interface ComposeGate {
	/** Resolves when the first bundle is there, or known to be missing. */
	learnRules(): Promise<void>;
	/** False for lines with a secrecy mark. Throws before `learnRules`. */
	mayLeave(lines: readonly string[]): boolean;
}

/** What the gate is completed by when it is needed. */
export interface FurtherParts {
	readonly rules: Part<typeof import("./rules.ts")>;
	readonly panel: Part<typeof import("./panel.ts")>;
}

/** What the content script gives of its page. */
export interface PageMeans {
	readonly words: { readonly checking: string; readonly missing: string };
	readonly unseen: () => readonly string[];
	/** Where the panel goes. */
	readonly place: Element;
	readonly shade: (manner: "none") => Shade;
	readonly isAlive: () => boolean;
	readonly signal: AbortSignal;
}

let surface: PageSurface | null = null; // one for all letters of the page
let kept: KeptStorage | null = null; // the same
let means: RuleMeans | null = null;

export async function openCompose(
	draft: PageDraft,
	settings: GateSettings,
	page: PageMeans,
	further: FurtherParts,
): Promise<ComposeGate> {
	surface ??= new PageSurface(page.shade("none"));
	const storage = kept ?? (await KeptStorage.open());
	kept = storage;
	const { guard, mayLeave } = openGate(
		{
			draft,
			surface,
			server: new BackgroundServer(),
			backend: new BackgroundBackend(() => storage.whose),
			storage,
			login: "", // whose the storage is, the background knows
			trustedKeys: settings.trustedKeys as readonly TrustedKey[],
			backendUrl: settings.backendUrl,
			words: page.words,
			unseen: page.unseen,
			rules: async () => {
				const { ruleMeans } = await further.rules.load();
				means ??= ruleMeans(settings, page);
				return means;
			},
			proposal: async () => (await ask("candidate", null)).written,
			refreshed: () => undefined, // the background says daily that this browser is guarded
			openPanel: async (parts, guard) => {
				const { openPanel } = await further.panel.load();
				return openPanel(parts, guard, settings.language, page.place);
			},
		},
		page.signal,
	);
	return { learnRules: () => guard.learnRules(), mayLeave };
}
