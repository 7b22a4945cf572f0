"""Puts the province together, and takes it apart again."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.chaos.database import NODES, DatabaseCluster
from tests.chaos.disks import small_disk
from tests.chaos.keeper import Keeper
from tests.chaos.ledger import Ledger
from tests.chaos.mail_servers import SERVERS
from tests.chaos.network import Network
from tests.chaos.product import Product
from tests.chaos.province import Province
from tests.chaos.watchers import Visitor, Writer

JOURNAL_DISK = "16m"  # of mx1's milter
DATABASE_DISK = "1g"  # of each node: etcd's member, PostgreSQL and half a gigabyte of its log (wal_keep_size)


@contextmanager
def building(root: Path, ledger: Ledger, chance: random.Random) -> Iterator[Province]:
    with ExitStack() as stack:
        network = stack.enter_context(Network(root.name))
        keeper = Keeper(root)
        cluster = DatabaseCluster(root, network, keeper)
        disks = {node: stack.enter_context(small_disk(root / node, DATABASE_DISK, *cluster.user)) for node in NODES}
        stack.callback(cluster.stop)
        stack.callback(keeper.stop)
        keeper.start()
        cluster.start()
        asyncio.run(cluster.make_database())
        product = Product(root, network, keeper)
        product.configure()
        journal = stack.enter_context(small_disk(product.state(SERVERS[0]) / "journal", JOURNAL_DISK, *product.owner))
        stack.enter_context(product.mail.running())
        stack.callback(keeper.stop)  # before the mail servers
        product.start()
        yield Province(network, keeper, cluster, product, ledger, Writer(), Visitor(), chance, journal, disks)
