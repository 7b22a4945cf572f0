import { startPage } from "../../src/pages/start.ts";
import { CongvuWelcome } from "../../src/pages/welcome_view.ts";
import { changeSetting } from "../../src/settings/stored.ts";

void startPage("welcome.title", (texts) => {
	const language = document.querySelector<HTMLElement>("#language");
	if (language !== null) {
		const other = texts.language === "vi" ? "en" : "vi";
		language.textContent = texts("welcome.language");
		language.lang = other;
		language.addEventListener("click", () => void changeSetting("language", other).then(() => location.reload()));
	}
	return new CongvuWelcome(texts);
});
