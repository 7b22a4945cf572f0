"""Room, modes and the shared secret: real files; a full disk as statvfs would tell of it."""

from pathlib import Path

import pytest

from backend.disk_room import Room, room_of, written_folders
from backend.doctor.disks import disk_faults, room_faults
from backend.doctor.secret_files import mode_faults, token_faults
from backend.settings import Settings
from tests.unit.doctor.telling import told

GIGABYTE = 10**9
ROOMY = Room(50 * GIGABYTE, 100 * GIGABYTE, 900, 1000, read_only=False)
STATE = Path("/var/lib/congvu")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    state = tmp_path / "state"
    state.mkdir(mode=0o750)
    for name in ("gate.token", "directory.key", "congvu.db", "province.jwk", "province.jwk.pub"):
        (state / name).write_text(f"{name}: khong phai bi mat", "ascii")
        (state / name).chmod(0o644 if name.endswith(".pub") else 0o600)
    return Settings(state_dir=state, trusted_keys=(state / "province.jwk.pub",))


def test_a_disk_with_room_is_fine() -> None:
    assert list(room_faults(STATE, ROOMY)) == []


@pytest.mark.parametrize(
    ("room", "reason"),
    [
        (Room(GIGABYTE // 2, 100 * GIGABYTE, 900, 1000, read_only=False), "full"),
        (Room(GIGABYTE // 100, GIGABYTE, 900, 1000, read_only=False), "full"),
        (Room(50 * GIGABYTE, 100 * GIGABYTE, 10, 1000, read_only=False), "no_inodes"),
        (Room(50 * GIGABYTE, 100 * GIGABYTE, 900, 1000, read_only=True), "read_only"),
    ],
)
def test_a_disk_without_room_inodes_or_leave_to_write(room: Room, reason: str) -> None:
    assert told("disks", room_faults(STATE, room)) == [reason]


def test_a_small_disk_that_is_nearly_empty_is_fine() -> None:
    assert list(room_faults(STATE, Room(GIGABYTE // 2, GIGABYTE, 0, 0, read_only=False))) == []


def test_the_folders_of_state_journal_and_database_are_looked_at(settings: Settings, tmp_path: Path) -> None:
    other = settings.changed(database_url=f"sqlite+aiosqlite:///{tmp_path}/elsewhere/congvu.db")
    assert written_folders(other) == [settings.state_dir, settings.journal_dir, tmp_path / "elsewhere"]
    assert written_folders(settings.changed(database_url="postgresql+asyncpg://db/congvu")) == [
        settings.state_dir,
        settings.journal_dir,
    ]
    assert room_of(settings.state_dir).bytes > 0
    assert told("disks", disk_faults(settings.changed(state_dir=tmp_path / "none"))) == ["no_folder"]


def test_secrets_that_only_their_owner_reads_are_fine(settings: Settings) -> None:
    assert list(mode_faults(settings)) == []


@pytest.mark.parametrize("name", ["gate.token", "directory.key", "congvu.db", "province.jwk"])
@pytest.mark.parametrize("mode", [0o644, 0o660])
def test_a_secret_that_others_read_or_a_group_writes_is_told(name: str, mode: int, settings: Settings) -> None:
    (settings.state_dir / name).chmod(mode)
    [fault] = mode_faults(settings)
    assert told("files", [fault]) == ["open"]
    assert fault.said == {"file": str(settings.state_dir / name), "mode": f"{mode:04o}"}


def test_a_group_may_read_a_secret(settings: Settings) -> None:
    settings.gate_token.chmod(0o640)
    assert list(mode_faults(settings)) == []


def test_a_state_folder_that_anybody_may_list_is_told(settings: Settings) -> None:
    settings.state_dir.chmod(0o755)
    assert told("files", mode_faults(settings)) == ["open_folder"]


def test_the_shared_secret_is_there_and_not_empty(settings: Settings) -> None:
    assert list(token_faults(settings)) == []
    settings.gate_token.write_text("\n", "ascii")
    assert told("gate_token", token_faults(settings)) == ["empty"]
    settings.gate_token.unlink()
    assert told("gate_token", token_faults(settings)) == ["missing"]
