// What every page pays to know of SOGo's: that it is one, and the buttons by which a letter leaves. All else is in
// selectors.ts.

export const WAYS = {
	/** Every page of SOGo's, before its scripts run: one. */
	application: '[ng-app^="SOGo."]',
	send: 'button[ng-click="editor.send()"]',
	save: 'button[ng-click="editor.save()"]',
	/** Takes a file out of the draft, and then saves the draft. */
	removeFile: 'button[ng-click^="editor.removeAttachment("]',
} as const;
