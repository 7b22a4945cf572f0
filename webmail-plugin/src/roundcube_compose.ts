// The part of the compose page that decides: the draft's guard and what it stands on. What it judges by, and the panel
// that speaks for it, are parts of their own.

import { fetchCandidate } from "./api/candidate.ts";
import { ProtectionReport } from "./api/protection_report.ts";
import { type TrustedKey, verdictReport } from "./core/index.ts";
import type { RoundcubeDraft } from "./hosts/roundcube/draft.ts";
import type { PageSettings, Roundcube } from "./hosts/roundcube/rcmail.ts";
import { RoundcubeServer } from "./hosts/roundcube/server.ts";
import { storageOf } from "./hosts/roundcube/storage.ts";
import { RoundcubeSurface } from "./hosts/roundcube/surface.ts";
import type { Part } from "./part.ts";
import { backendOf } from "./roundcube_backend.ts";
import { openGate } from "./ui/compose/letter_gate.ts";
import type { RuleMeans } from "./ui/compose/rule_gate.ts";
import { showWork } from "./ui/issuance/known_work.ts";
import { learnWork } from "./ui/issuance/work.ts";

/** The gate of one letter, at its posts. */
export interface ComposeGate {
	/** Of the bundle in force; "" while there is none. */
	bundleVersion(): string;
	/** Resolves when the first bundle is there, or known to be missing. */
	learnRules(): Promise<void>;
	/** Open "Phát hành". */
	issue(): Promise<void>;
}

/** What the gate is completed by when it is needed. */
export interface FurtherParts {
	readonly rules: Part<typeof import("./roundcube_rules.ts")>;
	readonly panel: Part<typeof import("./roundcube_panel.ts")>;
	readonly issue: Part<typeof import("./roundcube_issue.ts")>;
	readonly reports: Part<typeof import("./roundcube_reports.ts")>;
}

export function guardCompose(
	roundcube: Roundcube,
	draft: RoundcubeDraft,
	settings: PageSettings,
	further: FurtherParts,
	signal: AbortSignal,
): ComposeGate {
	const server = new RoundcubeServer(roundcube);
	const surface = new RoundcubeSurface(roundcube);
	const backend = backendOf(settings, server);
	const storage = storageOf(window);
	const tellProtection = async () => {
		if (!new ProtectionReport(storage, settings.login).isDue(new Date())) return;
		const part = await further.reports.load().catch(() => null); // later, then
		await part?.tellProtection(roundcube, settings, gate.bundle());
	};
	const gate = openGate(
		{
			draft,
			server,
			surface,
			backend,
			storage,
			login: settings.login,
			trustedKeys: settings.trusted_keys as readonly TrustedKey[],
			backendUrl: settings.backend_url,
			words: settings.words,
			unseen: () => [], // the webmail and the plugin are one installation
			rules: meansFrom(further, settings),
			proposal: () => fetchCandidate(settings.backend_url),
			refreshed: () => void tellProtection(),
			openPanel: async (parts, guard) => {
				const { openPanel } = await further.panel.load();
				return openPanel(parts, guard, settings.language);
			},
		},
		signal,
	);
	const { guard, files, judge, report, bundle } = gate;
	void learnWork(backend, storage, settings.login).then((work) => showWork(document, work));
	const issue = async () => {
		const [{ openIssue }] = await Promise.all([further.issue.load(), gate.isSettled ? undefined : guard.learnRules()]);
		await openIssue(
			{
				backend,
				draft,
				storage,
				bundle,
				judge: (file) => judge(file, () => undefined),
				report: (finding) => report([verdictReport(finding, "block", bundle()?.version ?? "")]),
				files: () => files.entries,
			},
			settings,
			surface,
		);
	};
	return { learnRules: () => guard.learnRules(), bundleVersion: () => bundle()?.version ?? "", issue };
}

function meansFrom({ rules }: FurtherParts, settings: PageSettings): () => Promise<RuleMeans> {
	let means: RuleMeans | null = null;
	return async () => {
		const { ruleMeans } = await rules.load();
		means ??= ruleMeans(settings);
		return means;
	};
}
