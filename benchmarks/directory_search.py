"""`directory-search`: fourteen typed queries over 30,000 officials, in the process, over HTTP and over GraphQL.

Peer is OpenLDAP with a substring index over the same officials and agencies, asked what Roundcube's LDAP address book
would ask, by prepared requests; every query goes to all of them in turn. Over HTTP the product is asked as Roundcube's
PHP asks it, with a bearer, in a process of its own. Over GraphQL the peer is a plain Starlette route with the same
search. A nation's 150,000 officials are measured against 30,000.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from joserfc.jwk import OKPKey

from backend.access.models import SignInSession
from backend.access.tokens import token_hash
from backend.db import Database
from backend.db.migrate import migrate
from backend.directory.importer import import_files
from backend.directory.search_answer import Asker, answer
from backend.directory.search_entries import findables
from backend.directory.search_index import SearchIndex
from backend.load.province import make_province, write_tables
from benchmarks.http_client import HttpClient, load, post
from benchmarks.ldap_client import LdapClient, search_request
from benchmarks.private_slapd import BASE, SEARCHED, ldif_of, private_slapd
from benchmarks.search_server import FIRST, LOGIN
from benchmarks.typed_queries import Tables, Typed, facts, typed_queries

OFFICIALS, NATION, SEED = 30_000, 150_000, 1
ROUNDS, GRAPHQL_ROUNDS, SHOWN = 60, 150, 5
IN_FLIGHT, LOAD_SECONDS, LOAD_ROUNDS = 32, 2.0, 3
ASKER, TOKEN = Asker("H55.03", "H55.03", public=False), "benchmark"
Ask = Callable[[Typed], list[str]]


def run() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory(prefix="congvu-bench-") as name:
        folder = Path(name)
        tables = make_province(OFFICIALS, SEED)
        queries = typed_queries(tables)
        asyncio.run(_fill(folder))
        index = _index(tables)
        with _server(folder) as port, private_slapd(ldif_of(tables)) as ldap_port:
            yield from _against_slapd(index, port, ldap_port, queries)
            yield from _against_plain(port, queries)
        yield _nation(index, queries)


def _against_slapd(
    index: SearchIndex, port: int, ldap_port: int | None, queries: Sequence[Typed]
) -> Iterator[dict[str, object]]:
    """In the process and over HTTP on kept connections, and on a new one for each question: PHP keeps none."""
    http, posts = HttpClient(port), {query.text: _posted(query.text) for query in queries}
    inline: Ask = lambda query: [entry.address for entry in answer(index, query.text, ASKER, FIRST)]  # noqa: E731
    ways: dict[str, tuple[Ask, Ask | None]] = {
        "inline": (inline, None),
        "HTTP": (lambda query: _addresses(http.ask(posts[query.text])), None),
        "HTTP, each on a new connection": (lambda query: _on_a_new_connection(port, posts[query.text]), None),
    }
    kept: Ask | None = None
    if ldap_port is not None:
        ldap = LdapClient(ldap_port)
        requests = {query.text: search_request(BASE, SEARCHED, query.text.split(), FIRST) for query in queries}
        kept = lambda query: ldap.mails(requests[query.text])  # noqa: E731
        new: Ask = lambda query: _bound_anew(ldap_port, requests[query.text])  # noqa: E731
        ways = {way: (ours, new if "new" in way else kept) for way, (ours, _) in ways.items()}
    for way, (ours, peer) in ways.items():
        seconds = _timed({"ours": ours} | ({"slapd": peer} if peer is not None else {}), queries, ROUNDS)
        p50 = {name: statistics.median(found) * 1e3 for name, found in seconds.items()}
        yield _figure(f"ms (p50, {way})", p50["ours"], "slapd", p50.get("slapd"), ROUNDS * len(queries))
    hits = [None if ask is None else sum(_hit(ask, query) for query in queries) for ask in (inline, kept)]
    yield _figure(f"of {len(queries)} found in the first {SHOWN}", hits[0] or 0, "slapd", hits[1], len(queries))


def _addresses(answered: bytes) -> list[str]:
    return [entry["address"] for entry in json.loads(answered)["found"]]


def _posted(typed: str) -> bytes:
    return post("/directory/search", TOKEN, {"text": typed, "first": FIRST})


def _on_a_new_connection(port: int, request: bytes) -> list[str]:
    client = HttpClient(port)
    answered = client.ask(request)
    client.close()
    return _addresses(answered)


def _bound_anew(port: int, request: bytes) -> list[str]:
    client = LdapClient(port)
    client.bind()
    found = client.mails(request)
    client.close()
    return found


def _against_plain(port: int, queries: Sequence[Typed]) -> Iterator[dict[str, object]]:
    operations = json.loads((Path(__file__).parents[1] / "backend/graphql/operations.json").read_text("utf-8"))
    key = next(key for key, one in operations.items() if one["name"] == "DirectorySearch")
    bodies = {query.text: {"id": key, "variables": {"text": query.text, "first": FIRST}} for query in queries}
    asked = {
        "GraphQL": [post("/graphql", TOKEN, body) for body in bodies.values()],
        "plain Starlette": [post("/plain", TOKEN, body) for body in bodies.values()],
    }
    client, taken = HttpClient(port), {way: list[float]() for way in asked}
    for number in range(GRAPHQL_ROUNDS + 1):
        for place in range(len(queries)):
            for way in asked:
                started = time.perf_counter()
                client.ask(asked[way][place])
                taken[way] += [time.perf_counter() - started] if number else []
    p99 = {way: statistics.quantiles(found, n=100)[98] * 1e3 for way, found in taken.items()}
    count = GRAPHQL_ROUNDS * len(queries)
    yield _figure("ms (p99, GraphQL)", p99["GraphQL"], "plain Starlette", p99["plain Starlette"], count)
    rates: dict[str, list[float]] = {way: [] for way in asked}
    for _ in range(LOAD_ROUNDS):
        for way, requests in asked.items():
            rates[way].append(asyncio.run(load(port, requests, IN_FLIGHT, LOAD_SECONDS)))
    rate = {way: statistics.median(found) for way, found in rates.items()}
    unit = f"requests/s (GraphQL, {IN_FLIGHT} in flight)"
    yield _figure(unit, rate["GraphQL"], "plain Starlette", rate["plain Starlette"], LOAD_ROUNDS)


def _nation(province: SearchIndex, queries: Sequence[Typed]) -> dict[str, object]:
    index = _index(make_province(NATION, SEED))
    asks: dict[str, Ask] = {
        "nation": lambda query: [entry.address for entry in answer(index, query.text, ASKER, FIRST)],
        "province": lambda query: [entry.address for entry in answer(province, query.text, ASKER, FIRST)],
    }
    seconds = {name: statistics.median(found) * 1e3 for name, found in _timed(asks, queries, ROUNDS).items()}
    unit = f"ms (p50, inline, {NATION} officials)"
    return _figure(unit, seconds["nation"], f"{OFFICIALS} officials", seconds["province"], ROUNDS * len(queries))


def _timed(asks: dict[str, Ask], queries: Sequence[Typed], rounds: int) -> dict[str, list[float]]:
    """Seconds of every answer; the first round warms up, who begins changes with every query."""
    seconds: dict[str, list[float]] = {name: [] for name in asks}
    order = list(asks)
    for number in range(rounds + 1):
        for query in queries:
            order.append(order.pop(0))
            for name in order:
                started = time.perf_counter()
                asks[name](query)
                seconds[name] += [time.perf_counter() - started] if number else []
    return seconds


def _hit(ask: Ask, query: Typed) -> bool:
    return not query.wanted.isdisjoint(ask(query)[:SHOWN])


def _index(tables: Tables) -> SearchIndex:
    return SearchIndex.of(findables(*facts(tables)))


async def _fill(folder: Path) -> None:
    """The province through the import that everybody uses, and a clerk who is signed in."""
    write_tables(folder / "csv", make_province(OFFICIALS, SEED))
    url, now = f"sqlite+aiosqlite:///{folder / 'congvu.db'}", datetime.now(UTC)
    await migrate(url)
    database = Database(url)
    files = {file.name: file.read_bytes() for file in sorted((folder / "csv").iterdir())}
    async with database.write() as session:
        await import_files(session, files, now, OKPKey.generate_key("Ed25519", private=True))
        until = now + timedelta(hours=1)
        session.add(SignInSession(token_hash=token_hash(TOKEN), login=LOGIN, expires_at=until))
    await database.close()


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    """The port of a web process of its own."""
    command = [sys.executable, "-m", "benchmarks.search_server", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def _figure(unit: str, value: float, peer: str, peer_value: float | None, n: int) -> dict[str, object]:
    return {
        "name": "directory-search",
        "value": round(value, 3),
        "unit": unit,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 3),
        "ratio": round(value / peer_value, 2) if peer_value else None,
        "n": n,
    }


if __name__ == "__main__":
    for figure in run():
        sys.stdout.write(json.dumps(figure, ensure_ascii=False) + "\n")
