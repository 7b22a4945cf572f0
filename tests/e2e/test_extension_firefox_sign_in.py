"""The extension in Firefox ESR signs in as an official, by the browser's own window for it (`launchWebAuthFlow`), and
keeps what it is given where no page of the web reads it."""

from pathlib import Path

from deploy.demo.people import PASSWORD
from tests.e2e.demo import CLERK, wait_for
from tests.e2e.pages.firefox import Firefox, firefox
from tests.e2e.pages.guarded_browser import KnownExtension

PRESS = """(own, words) => {
    const found = [...own.querySelectorAll("button")].filter((one) => one.textContent.trim() === words);
    for (const button of found) button.click();
    return found.length;
}"""
TEXT = "(own) => own.querySelector('main').innerText"
IN_STORAGE = """async (own) => {
    const { browser } = own.defaultView.wrappedJSObject;
    const [local, session] = await Promise.all([browser.storage.local.get(null), browser.storage.session.get(null)]);
    return { local: Object.keys(local), session: Object.keys(session) };
}"""
IN_DATABASE = """(own) => new Promise((resolve, reject) => {
    const opening = own.defaultView.indexedDB.open("sign_in", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("things").objectStore("things").get("sign_in.refresh");
        asked.onsuccess = () => resolve(Object.keys(asked.result ?? {}));
        opening.result.close();
    };
})"""
REFRESH, BEARER = "sign_in.refresh", "sign_in.bearer"


def test_an_official_signs_in_by_the_browsers_own_window(known_extension: KnownExtension, tmp_path: Path) -> None:
    with firefox(known_extension.province, known_extension.settings, tmp_path, own_pages=True) as opened:
        wait_for(lambda: opened.in_own_page("welcome.html", PRESS, "Đăng nhập"), "the button that signs in")

        _let(opened)

        wait_for(
            lambda: "Đã xong. Có thể đóng trang này." in str(opened.in_own_page("welcome.html", TEXT)), "signed in"
        )
        kept = opened.in_own_page("welcome.html", IN_STORAGE)
        assert BEARER in kept["session"]
        assert REFRESH not in kept["local"]
        assert opened.in_own_page("welcome.html", IN_DATABASE) == ["token", "endsAt"]


def _let(opened: Firefox) -> None:
    """On the backend's own page: the clerk lets the extension act for them."""
    wait_for(lambda: opened.follow("/extension/authorize"), "the window of the sign-in")
    opened.type("input[name=login]", CLERK)
    opened.type("input[name=password]", f"{PASSWORD}\n")
    opened.click("button[name=answer][value=allow]")
