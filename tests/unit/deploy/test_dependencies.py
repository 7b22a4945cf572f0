"""Every dependency is pinned with a hash and comes under a licence we may use."""

import json
from importlib import metadata
from pathlib import Path

import pytest

from deploy.sbom import npm_lock, python_lock
from deploy.sbom.expressions import is_allowed
from deploy.sbom.licences import UnknownLicence, licences

ROOT = Path(__file__).resolve().parents[3]
PYTHON_LOCKS = {
    "requirements.lock": 30,
    **{f"benchmarks/peers/{peer}.lock": 1 for peer in ("ariadne", "duckdb", "extraction", "graphene")},
}  # and how many pins there are at least
NPM_LOCKS = (
    "package-lock.json", "tests/e2e/oidc_provider/package-lock.json", "tests/e2e/addon_lint/package-lock.json",
    "benchmarks/peers/mercurius/package-lock.json",
)  # fmt: skip
GPL_LIBRARIES = ("libx264", "libx265", "libxvid", "libpostproc", "libpoppler", "libmupdf", "libreadline", "libgs")
LOCKED = python_lock.pins((ROOT / "requirements.lock").read_text("utf-8"))


def carried_libraries(package: str) -> set[str]:
    """Shared libraries that came with an installed package, as files of their own."""
    files = metadata.files(package) or ()
    return {file.name for file in files if file.parts[0].endswith(".libs")}


@pytest.mark.parametrize(("lock", "least"), PYTHON_LOCKS.items())
def test_every_python_pin_has_a_hash(lock: str, least: int) -> None:
    pins = python_lock.pins((ROOT / lock).read_text("utf-8"))

    assert len(pins) >= least
    assert [pin.name for pin in pins if not pin.hashes] == []


def test_a_line_of_a_lock_that_is_no_pin_is_refused() -> None:
    for line in ("loose>=1.0 \\", "git+https://example.org/loose.git", "-e ."):
        with pytest.raises(ValueError, match="line 1 is not understood"):
            python_lock.pins(line)


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_every_npm_package_has_an_integrity_of_sha512(lock: str) -> None:
    entries = npm_lock.entries((ROOT / lock).read_text("utf-8"))

    assert len(entries) > 30
    assert {npm_lock.digest(row["integrity"])[0] for row in entries.values()} == {"SHA-512"}
    assert {len(npm_lock.digest(row["integrity"])[1]) for row in entries.values()} == {128}


@pytest.mark.parametrize("pin", LOCKED, ids=lambda pin: pin.name)
def test_a_python_package_is_installed_as_locked_and_its_licence_is_allowed(pin: python_lock.Pin) -> None:
    assert licences().allow(pin.name, licences().of_installed(pin.name, pin.version))


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_the_licence_of_every_npm_package_is_allowed(lock: str) -> None:
    entries = npm_lock.entries((ROOT / lock).read_text("utf-8"))
    refused = {path: row["license"] for path, row in entries.items() if not licences().allow(path, row["license"])}
    assert refused == {}


def test_what_npm_installed_says_the_licence_its_lock_says() -> None:
    entries = npm_lock.entries((ROOT / "package-lock.json").read_text("utf-8"))
    manifests = {path: ROOT / path / "package.json" for path in entries}
    installed = {path: json.loads(file.read_text("utf-8")) for path, file in manifests.items() if file.exists()}

    assert len(installed) > 300
    for path, manifest in installed.items():
        assert (manifest["version"], manifest["license"]) == (entries[path]["version"], entries[path]["license"]), path


def test_lgpl_libraries_are_files_of_their_own_and_named_with_a_reason() -> None:
    for one in licences().linked:
        carried = carried_libraries(one.package)
        assert one.licence.startswith("LGPL-")
        assert one.reason
        for library in one.libraries:
            assert any(name.startswith(f"{library}-") for name in carried), (one.package, library)


def test_no_package_carries_a_library_under_gpl() -> None:
    carried = {name for pin in LOCKED for name in carried_libraries(pin.name)}

    assert any(name.startswith("libheif-") for name in carried)
    assert {name for name in carried if name.startswith(GPL_LIBRARIES)} == set()


def test_every_row_of_the_licence_list_is_of_a_locked_package() -> None:
    named = {*licences().read, *(one.package for one in licences().linked)}
    assert named - {pin.name for pin in LOCKED} == set()


def test_gpl_is_allowed_nowhere_and_lgpl_only_where_it_is_named() -> None:
    for refused in ("GPL-3.0-only", "AGPL-3.0-or-later", "LGPL-3.0-or-later", "MIT AND GPL-2.0-only", "SSPL-1.0"):
        assert not licences().allow("httpx", refused), refused
    assert licences().allow("pi-heif", "BSD-3-Clause AND LGPL-3.0-or-later")
    assert not licences().allow("pi-heif", "BSD-3-Clause AND GPL-3.0-only")


def test_a_licence_expression_is_judged_by_its_sides() -> None:
    allowed = {"MIT", "ISC", "GPL-2.0-only WITH Classpath-exception-2.0"}
    assert is_allowed("MIT OR GPL-3.0-only", allowed)
    assert is_allowed("(GPL-3.0-only OR MIT) AND ISC", allowed)
    assert is_allowed("GPL-2.0-only WITH Classpath-exception-2.0", allowed)
    assert not is_allowed("MIT AND GPL-3.0-only", allowed)
    assert not is_allowed("MIT AND (GPL-3.0-only OR LGPL-3.0-only)", allowed)
    assert not is_allowed("MIT WITH Classpath-exception-2.0", allowed)
    for broken in ("", "MIT OR", "(MIT", "MIT ISC", "AND MIT", "MIT)"):
        with pytest.raises(ValueError, match=r"licen|bracket"):
            is_allowed(broken, allowed)


def test_words_of_a_licence_that_nobody_read_yet_are_refused() -> None:
    assert licences().of_words(["BSD-3-Clause", "BSD License"], "some") == "BSD-3-Clause"
    assert licences().of_words(["MIT", "Apache Software License"], "some") == "Apache-2.0 AND MIT"
    for words in ([], ["Dual License"], ["MIT", "GNU General Public License (GPL)"]):
        with pytest.raises(UnknownLicence, match="some: "):
            licences().of_words(words, "some")


def test_a_licence_is_not_read_of_another_version_than_the_locked_one() -> None:
    with pytest.raises(LookupError, match=r"0\.0\.1 is locked"):
        licences().of_installed("httpx", "0.0.1")
    with pytest.raises(LookupError, match="not installed"):
        licences().of_installed("no-such-package-here", "1.0")
