// Wakes when it is asked, or when something is due; keeps nothing in memory that must last.

import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import { answersOfBackground } from "../src/background/answers.ts";
import { refreshShelf } from "../src/background/backend_link.ts";
import { registerScripts } from "../src/background/content_scripts.ts";
import { welcomeOnce } from "../src/background/first_run.ts";
import { guardOpenPages, onceALife } from "../src/background/open_pages.ts";
import { makeRounds } from "../src/background/rounds.ts";
import { keptRules } from "../src/background/rules.ts";
import { answerQuestions } from "../src/messages.ts";
import { storedSettings } from "../src/settings/stored.ts";
import { closeToPages, passing } from "../src/shelf.ts";

export default defineBackground({
	type: "module",
	main() {
		void closeToPages().catch(() => undefined); // pages are given nothing of it to read in any case
		void refreshShelf.moved().catch(() => undefined); // the next question about it tries again
		answerQuestions(answersOfBackground());
		const registered = () => storedSettings().then(({ settings }) => registerScripts(settings.hosts));
		const register = () => void registered();
		const guardAll = () => void registered().then(guardOpenPages);
		const setUp = () => {
			guardAll();
			void storedSettings().then(({ settings }) => keptRules(settings, true)); // another backend, other keys
		};
		browser.runtime.onInstalled.addListener(setUp);
		browser.runtime.onStartup.addListener(register);
		browser.storage.onChanged.addListener((changes, area) => {
			if (area === "managed" || "settings" in changes) setUp();
		});
		browser.permissions.onAdded.addListener(guardAll);
		browser.permissions.onRemoved.addListener(register);
		void onceALife(passing(), guardAll);
		welcomeOnce();
		makeRounds();
	},
});
