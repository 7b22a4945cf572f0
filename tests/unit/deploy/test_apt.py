"""Which units a package brings; read from the list of its files."""

from deploy.demo.bootstrap.apt import SERVERS, units_of
from deploy.demo.bootstrap.debian import PACKAGES


def test_units_are_the_files_of_systemds_system_folder() -> None:
    files = [
        "/.",
        "/lib/systemd/system/dovecot.service",
        "/usr/lib/systemd/system/dovecot.socket",
        "/usr/lib/systemd/system/phpsessionclean.timer",
        "/usr/lib/systemd/user/dovecot.service",
        "/usr/share/doc/dovecot-core/dovecot.service",
    ]

    assert units_of(files) == ["dovecot.service", "dovecot.socket", "phpsessionclean.timer"]


def test_a_template_is_no_unit_of_its_own() -> None:
    assert units_of(["/lib/systemd/system/postfix@.service", "/lib/systemd/system/postfix.service"]) == [
        "postfix.service"
    ]


def test_the_tests_need_all_that_the_demo_needs() -> None:
    assert set(PACKAGES["demo"]) < set(PACKAGES["test"])


def test_only_a_run_of_chaos_brings_a_database_cluster() -> None:
    assert "patroni" in PACKAGES["chaos"]
    assert "patroni" not in PACKAGES["test"]
    assert all(package.startswith(SERVERS) for package in ("patroni", "etcd-server", "haproxy", "nftables"))
