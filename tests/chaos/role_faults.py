"""Faults of the roles: killed, killed many at once, and stopped in turn as an upgrade does."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from tests.chaos import observing
from tests.chaos.database import PATRONI, is_ok
from tests.chaos.mail_servers import SERVERS
from tests.chaos.network import address
from tests.chaos.patience import wait_for
from tests.chaos.product import WEBS
from tests.chaos.province import BACK_SECONDS, NO_ANSWER, Province, Recovery

ROLES = (*WEBS, "milter1", "milter2", "worker1", "worker2")
STORM_KILLS = 16
BETWEEN_KILLS = (0.1, 2.0)  # seconds


def role_killed(name: str) -> Callable[[Province], Recovery]:
    def strike(province: Province) -> Recovery:
        province.keeper.kill(name)
        began, began_at = time.monotonic(), datetime.now(UTC)  # what it did before it died does not count
        back = _wait_for_role(province, name, began, began_at)
        province.wait_until_whole()
        return province.recovered("role killed, started again", name, began, back)

    return strike


def roles_killed_at_random(province: Province) -> Recovery:
    """One after the other and several at once, as chance has it, while letters are written down and stored."""
    began = time.monotonic()
    struck = [province.chance.choice((*ROLES, "haproxy")) for _ in range(STORM_KILLS)]
    for name in struck:
        time.sleep(province.chance.uniform(*BETWEEN_KILLS))
        province.keeper.kill(name)
    last, last_at = time.monotonic(), datetime.now(UTC)
    back = max(_wait_for_role(province, name, last, last_at) for name in dict.fromkeys(struck))
    province.wait_until_whole()
    return province.recovered("roles killed at random", f"{STORM_KILLS} times", began, back, last)


def roles_renewed(province: Province) -> Recovery:
    """As an upgrade does it: `congvu migrate` while everybody serves, then one role after the other is stopped and
    started again, the next when it is back."""
    began = time.monotonic()
    province.product.migrate()
    for name in ROLES:
        stopped, stopped_at = time.monotonic(), datetime.now(UTC)
        province.keeper.renew(name)
        back = _wait_for_role(province, name, stopped, stopped_at)
    province.wait_until_whole()
    return province.recovered("migrated, all roles renewed in turn", "all", began, back)


def _wait_for_role(province: Province, name: str, began: float, began_at: datetime) -> float:
    return wait_for(lambda: _role_is_back(province, name, began, began_at), f"{name} again", BACK_SECONDS)


def _role_is_back(province: Province, name: str, began: float, began_at: datetime) -> float | None:
    """The moment, or none yet: it has to have done something since."""
    if name == "haproxy":
        return province.writer.timeline.first_after(began)
    if name.startswith("milter"):
        return province.ledger.first_after(began, SERVERS[int(name[-1]) - 1], 250, 299)
    if name.startswith("worker"):
        with suppress(*NO_ANSWER):
            moment = observing.shipped_at(int(name[-1]))
            return time.monotonic() if moment is not None and moment > began_at else None
        return None
    place, _, node = name.partition("-")
    is_back: dict[str, Callable[[], bool]] = {
        "web1": lambda: province.product.web_is_ready("web1"),
        "web2": lambda: province.product.web_is_ready("web2"),
        "etcd": lambda: is_ok(f"http://{address(node)}:2379/health"),
        "patroni": lambda: is_ok(f"http://{address(node)}:{PATRONI}/health"),
    }
    return time.monotonic() if is_back[place]() else None
