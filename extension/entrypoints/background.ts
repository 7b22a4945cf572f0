// Wakes when it is asked, or when something is due; keeps nothing in memory that must last.

import { defineBackground } from "wxt/utils/define-background";
import { answers } from "../src/background/answers.ts";
import { welcomeOnce } from "../src/background/first_run.ts";
import { makeRounds } from "../src/background/rounds.ts";
import { answerQuestions } from "../src/messages.ts";

export default defineBackground({
	type: "module",
	main() {
		welcomeOnce();
		makeRounds();
		answerQuestions(answers());
	},
});
