// What content scripts and the extension's own pages ask of the background, and what it answers. Only it talks with the
// backend and keeps what outlives a page; it may be gone between two questions.

import type { Browser } from "wxt/browser";
import { BackendProblem } from "../../webmail-plugin/src/api/problems.ts";
import type { BundleRefusal, TrustedKey } from "../../webmail-plugin/src/core/index.ts";
import type { HostKind } from "../../webmail-plugin/src/hosts/page/adapter.ts";
import { extensionApi } from "./extension_api.ts";
import type { Change, Lot, News } from "./kept/person_kept.ts";
import type { SignInOutcome } from "./sign_in/authorization.ts";

/** What a content script needs to know before it can judge. */
export interface GateSettings {
	/** Without a slash at its end. */
	readonly backendUrl: string;
	readonly trustedKeys: readonly TrustedKey[];
	/** People who must have signed the rules: 1 or 2. */
	readonly ruleApprovals: 1 | 2;
	/** On a page no adapter knows: whether what cannot be read may be confirmed by name. */
	readonly mayAskAboutUnreadable: boolean;
	/** As browsers write it: vi, en-US … */
	readonly language: string;
}

/** The last good bundle, and why the one offered last was not taken. */
export interface KeptBundle {
	readonly written: string | null;
	readonly refused: BundleRefusal | null;
}

export type Answered = { readonly data: unknown } | { readonly problem: BackendProblem["kind"] };

/** Who stands guard on a page, and what it cannot look after. Nothing of the page itself. */
export interface Standing {
	readonly host: HostKind;
	readonly guard: "extension" | "plugin";
	/** Codes of what is not as the adapter expects it. */
	readonly unseen: readonly string[];
}

/** One question, its answer. */
export interface Questions {
	/** Null: nobody has set the extension up yet. */
	settings: { ask: null; answer: GateSettings | null };
	/** `retry` asks the backend past the back-off. */
	bundle: { ask: { readonly retry: boolean }; answer: KeptBundle };
	/** The proposal that runs in shadow beside the rules; null when there is none. */
	candidate: { ask: null; answer: { readonly written: string | null } };
	/** A persisted operation of the backend's. `whose`: of whom the page has what it kept, null where it keeps nothing. */
	graphql: {
		ask: { readonly id: string; readonly variables: unknown; readonly whose: string | null };
		answer: Answered;
	};
	/** What the guard kept for whoever is signed in. */
	kept: { ask: null; answer: Lot };
	/** `instead`: it is not that person's browser any more. */
	keep: { ask: Change; answer: { readonly instead: Lot | null } };
	/** A content script wants the rest of layer 1 put into its own frame; it is there with the answer. */
	rest: { ask: { readonly failures: number }; answer: null };
	/** Told when a page has settled, and when it changes. */
	presence: { ask: Standing; answer: null };
	/** A content script is about to open a scanner with this key. */
	scannerKey: { ask: { readonly key: string }; answer: null };
	/** A scanner's page was handed this key: whether a content script of its tab left it. */
	scannerOpens: { ask: { readonly key: string }; answer: boolean };
	/** Opens the backend's page. */
	signIn: { ask: null; answer: SignInOutcome };
	signOut: { ask: null; answer: null };
}

export type Name = keyof Questions;
export type Letter = { [N in Name]: { readonly congvu: N; readonly ask: Questions[N]["ask"] } }[Name];

const TIME_LIMIT_MILLISECONDS = 20_000; // the background's own questions to the backend end before
const PERSON_ANSWERS: ReadonlySet<Name> = new Set(["signIn"]);

/** Rejects when the background does not answer: the extension was updated, switched off, or has crashed. */
export async function ask<N extends Name>(name: N, asked: Questions[N]["ask"]): Promise<Questions[N]["answer"]> {
	const sent: Promise<unknown> = extensionApi().runtime.sendMessage({ congvu: name, ask: asked });
	const answer = await (PERSON_ANSWERS.has(name) ? sent : Promise.race([sent, late()]));
	if (answer === undefined) throw new BackendProblem("away", "the extension does not answer");
	return answer as Questions[N]["answer"];
}

function late(): Promise<undefined> {
	return new Promise((resolve) => {
		setTimeout(() => resolve(undefined), TIME_LIMIT_MILLISECONDS);
	});
}

/** What the background tells pages unasked. */
export interface KeptNews {
	readonly congvuKept: News;
}

export function isKeptNews(said: unknown): said is KeptNews {
	return typeof said === "object" && said !== null && "congvuKept" in said;
}

/** Tell every page that has a content script of the extension's. */
export async function tellPages(news: News): Promise<void> {
	const { tabs } = extensionApi();
	for (const { id } of await tabs.query({})) {
		if (id !== undefined) tabs.sendMessage(id, { congvuKept: news } satisfies KeptNews).catch(() => undefined);
	}
}

export type Sender = Browser.runtime.MessageSender;

export type Answers = {
	readonly [N in Name]: (asked: Questions[N]["ask"], sender: Sender) => Promise<Questions[N]["answer"]>;
};

/** Answer every question that comes from this extension itself. */
export function answerQuestions(answers: Answers): void {
	const { runtime } = extensionApi();
	runtime.onMessage.addListener((letter: unknown, sender, reply) => {
		if (sender.id !== runtime.id || !isLetter(letter, answers)) return false;
		const answer = answers[letter.congvu] as (asked: unknown, sender: Sender) => Promise<unknown>;
		answer(letter.ask, sender).then(reply, () => reply(undefined));
		return true; // the reply comes later
	});
}

function isLetter(value: unknown, answers: Answers): value is Letter {
	return (
		typeof value === "object" && value !== null && "congvu" in value && Object.hasOwn(answers, String(value.congvu))
	);
}
