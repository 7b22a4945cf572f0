// Paths and words of the extension's that its code names: what a build tool would otherwise write down for us.

declare module "wxt/browser" {
	interface WxtRuntime {
		getURL(path: `/${string}`): string;
	}
	interface WxtI18n {
		/** "" for a message that is not in public/_locales. */
		getMessage(name: string): string;
	}
}

export {};
