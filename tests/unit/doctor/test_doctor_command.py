"""`congvu doctor`: both forms of what it says, and its exit statuses."""

from pathlib import Path

import pytest

from backend.cli import main
from backend.clock import SystemClock
from backend.commands.doctor import _document, _lines
from backend.doctor.examination import Check, _examined
from backend.doctor.fault import Fault, Finding, State
from backend.doctor.place import Place, output_of
from backend.errors import Unavailable
from backend.exit_status import EXIT_USAGE
from backend.settings import Settings

FINE = Finding("database", State.OK, "ok", {})
FULL = Finding("disks", State.WRONG, "full", {"folder": "/var/lib/congvu", "megabytes": "12"})
BLIND = Finding("postfix_milter", State.UNSEEN, "unseen", {"because": "postconf: not on this machine"})


def test_people_read_it_in_vietnamese_with_a_line_that_mends() -> None:
    assert _lines(_document([FULL, FINE, BLIND], "vi")) == [
        "✗ Ổ đĩa: /var/lib/congvu chỉ còn 12 MB: hết chỗ thì milter không nhận thư.",
        "    → du -x --max-depth=2 /var/lib/congvu | sort -n | tail",
        "✓ Cơ sở dữ liệu: Cơ sở dữ liệu trả lời, lược đồ đúng phiên bản.",
        "? Postfix hỏi milter: không xem được: postconf: not on this machine",
        "    → sudo congvu doctor",
        "",
        "Sai 1 chỗ, không xem được 1 chỗ, trong 3 mục.",
    ]


def test_what_could_not_be_looked_at_is_never_called_fine() -> None:
    assert _document([FINE], "en")["summary"] == "All 1 checks are fine."
    assert _document([FINE, BLIND], "en")["summary"] == (
        "Nothing wrong was found; 1 of 2 checks could not be looked at."
    )


def test_a_program_reads_names_and_states() -> None:
    [told] = _document([FULL], "en")["findings"]
    assert told == {
        "check": "disks",
        "title": "Disks",
        "state": "wrong",
        "reason": "full",
        "sentence": "/var/lib/congvu has 12 MB left: without room the milter takes no mail.",
        "mend": "du -x --max-depth=2 /var/lib/congvu | sort -n | tail",
    }


@pytest.mark.parametrize(
    "error",
    [
        Unavailable("postconf: not on this machine"),
        PermissionError(13, "Permission denied", "/etc/dovecot"),
        TimeoutError(),
    ],
)
async def test_a_check_that_cannot_look_says_so_and_stops_no_other(error: Exception) -> None:
    async def look(_: Place) -> list[Fault]:
        raise error

    [finding] = await _examined(Check("database", look), Place(Settings(), SystemClock()))
    assert finding.state is State.UNSEEN


async def test_a_command_that_fails_gives_its_own_reason() -> None:
    assert await output_of(["echo", "x"]) == "x\n"
    with pytest.raises(Unavailable, match="not on this machine"):
        await output_of(["postconf-of-another-machine"])
    with pytest.raises(Unavailable, match="cannot access"):
        await output_of(["ls", "/nowhere"])


def test_bad_usage_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--settings", str(tmp_path / "none.toml")]) == EXIT_USAGE
    (tmp_path / "bad.toml").write_text("no_such_key = 1\n", "utf-8")
    assert main(["doctor", "--settings", str(tmp_path / "bad.toml")]) == EXIT_USAGE
    assert "no_such_key" in capsys.readouterr().err
