"""Dovecot's own view of itself (doveconf): does it log what boxes do, and ask about what clients store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.doctor.fault import Fault
from backend.doctor.place import Place, output_of

SCRIPT_SERVICE = "append"  # what the Sieve script asks for below sieve_execute_socket_dir
EVENTS, FIELDS = ("save", "flag_change"), ("box", "msgid", "flags")
NAMES = ("base_dir", "log_path", "info_log_path", "plugin")


@dataclass(frozen=True, slots=True)
class DovecotSettings:
    """`plugins`: mail_plugins by protocol; `values`: the settings of `NAMES`, those of plugin {} as plugin/…"""

    plugins: Mapping[str, frozenset[str]]
    values: Mapping[str, str]

    def words(self, name: str) -> frozenset[str]:
        return frozenset(self.values.get(f"plugin/{name}", "").split())


async def read_dovecot(place: Place) -> DovecotSettings:
    """
    Raises:
        Unavailable: there is no doveconf, or it cannot read that configuration.
    """
    command = ["doveconf", *(["-c", str(place.dovecot)] if place.dovecot else [])]
    plugins = {
        protocol: await output_of([*command, "-h", "-f", f"protocol={protocol}", "mail_plugins"])
        for protocol in ("imap", "lmtp")
    }
    return parsed(plugins, await output_of([*command, *NAMES]))


def parsed(plugins: Mapping[str, str], printed: str) -> DovecotSettings:
    """From what `doveconf -h -f protocol=… mail_plugins` and `doveconf base_dir … plugin` print."""
    values: dict[str, str] = {}
    inside = ""
    for line in (line.strip() for line in printed.splitlines()):
        if line.endswith("{"):
            inside = line.split()[0] + "/"
        elif line == "}":
            inside = ""
        elif "=" in line:
            name, _, value = line.partition("=")
            values[inside + name.strip()] = value.strip()
    return DovecotSettings({name: frozenset(text.split()) for name, text in plugins.items()}, values)


def event_faults(dovecot: DovecotSettings, log: Path) -> Iterator[Fault]:
    """Of `dovecot_events`: who got and opened which letter."""
    for protocol in ("imap", "lmtp"):
        for plugin in ("notify", "mail_log"):
            if plugin not in dovecot.plugins[protocol]:
                yield Fault("no_plugin", {"protocol": protocol, "plugin": plugin})
    if missing := [word for word in EVENTS if word not in dovecot.words("mail_log_events")]:
        yield Fault("no_events", {"missing": " ".join(missing)})
    if missing := [word for word in FIELDS if word not in dovecot.words("mail_log_fields")]:
        yield Fault("no_fields", {"missing": " ".join(missing)})
    writes = dovecot.values.get("info_log_path") or dovecot.values.get("log_path", "syslog")
    if writes != "syslog" and Path(writes).resolve() != log.resolve():
        yield Fault("other_log", {"log": str(log), "found": writes})


def append_faults(dovecot: DovecotSettings, socket: Path) -> Iterator[Fault]:
    """Of `append_socket`: what clients store by IMAP is judged too."""
    if "imap_sieve" not in dovecot.plugins["imap"]:
        yield Fault("no_plugin", {"protocol": "imap", "plugin": "imap_sieve"})
    if missing := {"sieve_imapsieve", "sieve_extprograms"} - dovecot.words("sieve_plugins"):
        yield Fault("no_sieve_plugin", {"missing": " ".join(sorted(missing))})
    if "+vnd.dovecot.execute" not in dovecot.words("sieve_global_extensions"):
        yield Fault("no_execute")
    before = dovecot.values.get("plugin/imapsieve_mailbox1_before", "")
    script = Path(before.removeprefix("file:"))
    if not before:
        yield Fault("no_script")
    elif not script.with_suffix(".svbin").exists():
        yield Fault("not_compiled", {"script": str(script)})
    folder = dovecot.values.get("plugin/sieve_execute_socket_dir", "")
    asked = Path(dovecot.values.get("base_dir", "/run/dovecot")) / folder / SCRIPT_SERVICE
    if asked.resolve() != socket.resolve():
        yield Fault("other_socket", {"socket": str(socket), "found": str(asked)})
    elif not socket.is_socket():
        yield Fault("no_socket", {"socket": str(socket)})
