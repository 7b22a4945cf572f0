"""Databases of one PostgreSQL server, for tests: made once, and made as they were when a test is done with one.

A new database costs a tenth of a second of the server's time, for a thousand files; emptying the few tables that a test
wrote to and filling them again costs a hundredth, while the next test is at work already.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import asyncpg

SERVER_SETTINGS = {"application_name": "tests", "jit": "off"}
Value = TypeVar("Value")

# What its tables held and how its schema looked when it was made. Triggers and foreign keys sleep meanwhile.
REMEMBER = """
create schema as_made;
create function as_made.schema() returns text language sql as $$
    select md5(string_agg(what, ',' order by what)) from (
        select oid::text || relname from pg_class where relnamespace = 'public'::regnamespace
        union all select oid::text from pg_trigger where not tgisinternal
        union all select oid::text from pg_constraint where connamespace = 'public'::regnamespace
    ) as all_of_it(what)
$$;
create table as_made.stands as select as_made.schema() as schema;
create table as_made.counters as select sequencename, coalesce(last_value, start_value) as stood_at,
    last_value is not null as was_called from pg_sequences where schemaname = 'public';
do $$
declare one text; is_there boolean;
begin
    for one in select relname from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p') and not relispartition loop
        execute format('select exists (select from public.%I)', one) into is_there;
        if is_there then execute format('create table as_made.%I as table public.%I', one, one); end if;
    end loop;
end $$;
create function as_made.again() returns boolean language plpgsql as $$
declare one text; columns text;
begin
    perform pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid();
    if as_made.schema() <> (select schema from as_made.stands) then return false; end if;
    set local session_replication_role = replica;
    for one in select relname from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p') and not relispartition loop
        execute format('delete from public.%I', one);
    end loop;
    for one in select tablename from pg_tables as kept where schemaname = 'as_made' and exists
        (select from pg_tables where schemaname = 'public' and tablename = kept.tablename) loop
        select string_agg(quote_ident(attname), ',') into columns from pg_attribute
            where attrelid = format('public.%I', one)::regclass and attnum > 0 and not attisdropped
            and attgenerated = '';
        execute format('insert into public.%I (%s) overriding system value select %s from as_made.%I',
            one, columns, columns, one);
    end loop;
    perform setval(format('public.%I', sequencename), stood_at, was_called) from as_made.counters;
    return true;
end $$
"""


@dataclass(frozen=True, slots=True)
class Lent:
    """A copy, and our own connection to it."""

    url: str
    template: str
    connection: Any


class PostgresDatabases:
    """Tests have a loop of their own each, or none: the server is spoken to from a thread."""

    def __init__(self, server: str, prefix: str) -> None:
        """`server`: the URL of a database that is there; `prefix`: of the names of those that are made."""
        self._server = server
        self._prefix = prefix
        self._numbers = count(1)
        self._lent: dict[str, Lent] = {}
        self._free: defaultdict[str, list[Future[Lent | None]]] = defaultdict(list)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._making = self._begin(_connected(server)).result()

    def lasting(self, template: str = "") -> str:
        return self._begin(self._made(template)).result()

    def copy(self, template: str) -> str:
        free = self._free[template]
        lent = free.pop(0).result() if len(free) > 1 else None  # one more may be on its way
        lent = lent or self._begin(self._copied(template)).result()
        self._lent[lent.url] = lent
        return lent.url

    def drop(self, url: str) -> None:
        lent = self._lent.pop(url)
        self._free[lent.template].append(self._begin(self._as_made(lent)))

    def close(self) -> None:
        """The server goes with all of them."""
        free = [one.result() for ones in self._free.values() for one in ones]
        for connection in [self._making, *(one.connection for one in (*free, *self._lent.values()) if one)]:
            self._begin(connection.close()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _made(self, template: str) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        await self._making.execute(f"create database {name} template {_name_of(template) or 'template0'}")
        return self._server.replace(f"/{_name_of(self._server)}?", f"/{name}?")

    async def _copied(self, template: str) -> Lent:
        url = await self._made(template)
        lent = Lent(url, template, await _connected(url))
        await lent.connection.execute(REMEMBER)
        return lent

    async def _as_made(self, lent: Lent) -> Lent | None:
        """None where a test changed more than what the tables hold: nobody gets that one again."""
        async with lent.connection.transaction():
            if await lent.connection.fetchval("select as_made.again()"):
                return lent
        await lent.connection.close()
        return None

    def _begin(self, work: Coroutine[Any, Any, Value]) -> Future[Value]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


async def _connected(url: str) -> Any:
    return await asyncpg.connect(url.replace("+asyncpg", ""), server_settings=SERVER_SETTINGS)


def _name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
