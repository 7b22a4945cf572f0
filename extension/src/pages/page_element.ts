// A part of a page of the extension's: it wears the page's own stylesheet, and looks for what it shows once it is there.

import { LitElement } from "lit";

export abstract class PageElement extends LitElement {
	protected override createRenderRoot(): HTMLElement {
		return this;
	}

	override connectedCallback(): void {
		super.connectedCallback();
		void this.load();
	}

	protected abstract load(): Promise<void>;
}
