// What every page pays to know of Roundcube's: that it is one, and the buttons by which a letter leaves. All else is in
// selectors.ts.

/** TinyMCE's button back to plain text, alone in its group. */
const TO_PLAIN = ".tox-toolbar__group:first-child > button.tox-tbtn:only-child";

export const WAYS = {
	/** Every page of Roundcube's; its body says which task it is. */
	program: 'script[src*="program/js/app"]',
	toPlain: TO_PLAIN,
	/** Small windows have copies of them in a menu. */
	send: "button.send, a.send",
	save: "a.save.draft",
	ways: { "a.extwin": "draft", "a.spellcheck": "text", "a.mce-i-html": "text", [TO_PLAIN]: "text" },
} as const;
