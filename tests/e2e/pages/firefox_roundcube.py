"""One letter being written in Firefox, in the Roundcube that knows nothing of the plugin."""

from pathlib import Path

from deploy.demo.people import PASSWORD
from tests.e2e.pages.firefox import Firefox


class RoundcubeLetter:
    """`url` has a slash at its end."""

    files = "#attachment-list li[id^=rcmfile]"  # one that is held back or under way has another id

    def __init__(self, firefox: Firefox, url: str) -> None:
        self._firefox = firefox
        self._url = url

    def sign_in(self, address: str) -> None:
        self._firefox.go_guarded(self._url)
        self._firefox.type("#rcmloginuser", address)
        self._firefox.type("#rcmloginpwd", PASSWORD)
        self._firefox.click("#rcmloginsubmit")
        self._firefox.wait_for("#messagelist")

    def begin(self) -> None:
        self._firefox.go(f"{self._url}?_task=mail&_action=compose")
        self._firefox.wait_for("#compose-attachments.droptarget")  # its scripts have run

    def write(self, address: str, subject: str, *lines: str) -> None:
        self._firefox.type("#compose_to ul.recipient-input input", f"{address},")
        self._firefox.type("#compose-subject", subject)
        self._firefox.type("#composebody", "\n".join(lines))

    def choose(self, *files: Path) -> None:
        self._firefox.choose("#uploadform input[type=file]", *files)

    def drag(self, *files: Path) -> None:
        self._firefox.drop("#compose-attachments", *files)

    def wait_until_attached(self, count: int) -> None:
        self._firefox.wait_for(self.files, count)

    def send(self) -> None:
        self._firefox.click(".formbuttons button.send")

    def has_left(self) -> bool:
        return self._firefox.count("body.action-compose") == 0
