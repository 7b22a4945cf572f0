// The background's rounds: woken by an alarm every few minutes it looks for news, shows what there is to tell, and once a
// day says that this browser is guarded. Between two rounds nothing runs.

import { browser } from "wxt/browser";
import { familyOf } from "../../../webmail-plugin/src/api/browser_family.ts";
import { openBundle } from "../../../webmail-plugin/src/core/index.ts";
import english from "../locales/en.json"; // a service worker loads no part later
import vietnamese from "../locales/vi.json";
import { look, showBadge } from "../notices/look.ts";
import type { Notice } from "../notices/plan.ts";
import { noticeWords } from "../notices/words.ts";
import { openWebmail } from "../pages/webmail_tab.ts";
import { type Present, reportDaily } from "../presence/daily_report.ts";
import { GuardingRecord } from "../presence/guarding.ts";
import type { Settings } from "../settings/settings.ts";
import { type StoredSettings, storedSettings } from "../settings/stored.ts";
import { lasting, passing } from "../shelf.ts";
import { textsIn } from "../texts.ts";
import { type BackendLink, ownLink } from "./backend_link.ts";
import { ownPlace } from "./own_place.ts";
import { learnPerson } from "./person.ts";
import { keptRules } from "./rules.ts";

const ALARM = "rounds";
const EVERY_MINUTES = 5;

/** At the background's start: listeners, and the alarm where there is none. */
export function makeRounds(): void {
	browser.alarms.onAlarm.addListener(({ name }) => {
		if (name === ALARM) void makeRound();
	});
	browser.notifications.onClicked.addListener((id) => void follow(id));
	browser.tabs.onRemoved.addListener((tab) => void new GuardingRecord(lasting(), passing()).forgetTab(tab));
	void browser.alarms.get(ALARM).then((alarm) => {
		if (alarm === undefined) void browser.alarms.create(ALARM, { delayInMinutes: 1, periodInMinutes: EVERY_MINUTES });
	});
}

let round: Promise<void> | null = null;

/** One at a time: two at once would tell the same twice. */
export function makeRound(): Promise<void> {
	round ??= goRound().finally(() => {
		round = null;
	});
	return round;
}

/** A backend that is away is asked again by the next round. */
async function goRound(): Promise<void> {
	const stored = await storedSettings();
	const link = await ownLink();
	if (link === null || !(await link.isSignedIn())) {
		await showBadge(0);
		return;
	}
	await tell(link, stored.settings).catch(() => undefined);
	await reportDaily(link.asks, lasting(), () => present(stored), new Date()).catch(() => undefined);
}

/** From a notice to the webmail, at the letter where it is about one. */
async function follow(notice: string): Promise<void> {
	await browser.notifications.clear(notice);
	const letter = ((await passing().get(letterOf(notice))) as string | undefined) ?? "";
	await openWebmail((await storedSettings()).settings.hosts, letter);
}

function letterOf(notice: string): string {
	return `notice.letter.${notice}`;
}

async function tell(link: BackendLink, settings: Settings): Promise<void> {
	const { agency } = (await ownPlace(lasting())) ?? (await learnPerson(link));
	if (agency === "") return;
	const { notices, due } = await look(link.asks, agency, settings, lasting(), new Date());
	if (due !== null) await showBadge(due);
	if (notices.length > 0) await show(notices, settings);
}

async function show(notices: readonly Notice[], settings: Settings): Promise<void> {
	const language = settings.language === "" ? browser.i18n.getUILanguage() : settings.language;
	const texts = language.startsWith("vi") ? textsIn("vi", vietnamese) : textsIn("en", english);
	for (const notice of notices) {
		const { title, message } = noticeWords(texts, notice, settings);
		await passing().set(letterOf(notice.id), notice.letter);
		await browser.notifications.create(notice.id, { type: "basic", iconUrl: "/icon/128.png", title, message });
	}
}

async function present({ settings, isManaged }: StoredSettings): Promise<Present> {
	const { written } = await keptRules(settings, false);
	const { trusted_keys, rule_approvals } = settings;
	return {
		version: browser.runtime.getManifest().version,
		browser: familyOf(navigator),
		isManaged,
		bundle: written === null ? null : openBundle(written, trusted_keys, rule_approvals),
		seen: await new GuardingRecord(lasting(), passing()).seen(),
	};
}
