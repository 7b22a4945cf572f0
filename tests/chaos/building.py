"""Puts the province together, and takes it apart again."""

import asyncio
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.chaos.database import DatabaseCluster
from tests.chaos.faults import Province
from tests.chaos.keeper import Keeper
from tests.chaos.ledger import Ledger
from tests.chaos.mail_servers import SERVERS
from tests.chaos.network import Network
from tests.chaos.product import Product
from tests.chaos.watchers import Visitor, Writer

JOURNAL_DISK = "16m"  # of mx1's milter


@contextmanager
def building(root: Path, ledger: Ledger, chance: random.Random) -> Iterator[Province]:
    with ExitStack() as stack:
        network = stack.enter_context(Network(root.name))
        keeper = Keeper(root)
        cluster = DatabaseCluster(root, network, keeper)
        stack.callback(cluster.stop)
        stack.callback(keeper.stop)
        keeper.start()
        cluster.start()
        asyncio.run(cluster.make_database())
        product = Product(root, network, keeper)
        product.configure()
        journal = product.state(SERVERS[0]) / "journal"
        stack.enter_context(_small_disk(journal))
        stack.enter_context(product.mail.running())
        stack.callback(keeper.stop)  # before the mail servers
        product.start()
        yield Province(network, keeper, cluster, product, ledger, Writer(), Visitor(), chance, journal)


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    """A file system of its own, its owner's that the folder above has."""
    folder.mkdir()
    above = folder.parent.stat()
    owner = f"size={JOURNAL_DISK},uid={above.st_uid},gid={above.st_gid},mode=0750"
    subprocess.run(["mount", "-t", "tmpfs", "-o", owner, "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)
