import { browser } from "wxt/browser";
import { CongvuPopup } from "../../src/pages/popup_view.ts";
import { startPage } from "../../src/pages/start.ts";

void startPage("name", (texts, version) => {
	const options = document.querySelector("#options");
	if (options !== null) {
		options.textContent = texts("popup.options");
		options.addEventListener("click", () => void browser.runtime.openOptionsPage());
	}
	return new CongvuPopup(texts, version);
});
