"""While packages are installed nothing starts; the machine's own policy comes back whatever happens."""

import subprocess
from pathlib import Path

import pytest

from deploy.demo.bootstrap.held_services import services_held_back

OWN = "#!/bin/sh\n# the administrator's\nexit 0\n"


def answer(policy: Path) -> int:
    """What invoke-rc.d would be told."""
    return subprocess.run([policy, "nginx", "start"], check=False).returncode


def test_services_are_held_back_and_the_policy_goes_away(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"

    with services_held_back(policy):
        assert answer(policy) == 101

    assert list(tmp_path.iterdir()) == []


def test_a_policy_that_was_there_comes_back(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text(OWN)
    policy.chmod(0o755)

    with services_held_back(policy):
        assert answer(policy) == 101

    assert policy.read_text() == OWN
    assert answer(policy) == 0


def test_it_comes_back_when_the_installation_fails(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text(OWN)

    with pytest.raises(OSError, match="disk full"), services_held_back(policy):
        raise OSError("disk full")

    assert policy.read_text() == OWN


def test_what_a_killed_run_left_is_put_right(tmp_path: Path) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text(OWN)
    killed = services_held_back(policy)
    killed.__enter__()

    with services_held_back(policy):
        pass

    assert policy.read_text() == OWN
    assert [file.name for file in tmp_path.iterdir()] == ["policy-rc.d"]
