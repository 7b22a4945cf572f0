"""One sandboxed process as its parent sees it. Blocking: every method but `kill` runs in a worker thread."""

import contextlib
import fcntl
import os
import pickle
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from backend.documents import sandbox_worker as inside
from backend.documents.sandbox_results import RESULT_LIMIT_BYTES, load_result
from backend.errors import DomainError

BOOT_SECONDS = 30.0
GOODBYE_SECONDS = 1.0
CHUNK_BYTES = 1 << 20


class ExtractorTimeout(DomainError):
    """The job took longer than the pool allows; its process was killed."""

    code = "extractor_timeout"


class ExtractorCrashed(DomainError):
    """The process died, ran out of memory or the target raised. The message names a type, never content."""

    code = "extractor_crashed"


class SandboxProcess:
    """Starts the process, gives it jobs one by one, replaces it when it is used up, killed or dead."""

    def __init__(
        self, recipe: inside.Recipe, jobs_per_process: int, replaced: Callable[[str], None] = lambda _reason: None
    ) -> None:
        """`replaced` is told why each process is replaced: used_up, died, timeout or out_of_memory."""
        self._replaced = replaced
        self._recipe = recipe
        self._jobs_per_process = jobs_per_process
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._jobs = 0
        self._closed = False
        self._doomed = False
        self._turn = threading.Lock()  # one thread at a time: closing waits for a job that ends

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def boot(self) -> None:
        """Start a process unless one runs, and wait until it is ready.

        Raises:
            ExtractorCrashed: it did not come up (the target cannot be imported, the initializer raised).
        """
        with self._turn:
            self._boot()

    def _boot(self) -> None:
        if self._process is None:
            self._spawn()
        if not self._ready:
            status, body = self._receive(time.monotonic() + BOOT_SECONDS)
            if status != inside.READY:
                self._end()
                raise ExtractorCrashed(f"extractor did not start: {body.decode('utf-8', 'replace')}")
            self._ready = True

    def job(self, payload: bytes, arguments: tuple[object, ...]) -> object:
        """Raises ExtractorTimeout or ExtractorCrashed; in both cases the next job finds a fresh process."""
        with self._turn:
            return self._job(payload, arguments)

    def _job(self, payload: bytes, arguments: tuple[object, ...]) -> object:
        if self._closed:
            raise ExtractorCrashed("pool is closed")
        if self._doomed or (self._process is not None and self._process.poll() is not None):
            self._replace("died")  # killed late, or died while idle: not this job's fault
        self._boot()
        deadline = time.monotonic() + self._recipe.timeout_seconds
        try:
            self._send(payload, arguments, deadline)
            status, body = self._receive(deadline)
        except DomainError as error:
            self._replace("timeout" if isinstance(error, ExtractorTimeout) else "died")
            raise
        self._jobs += 1
        try:
            return self._result(status, body)
        finally:
            if status == inside.OUT_OF_MEMORY or self._jobs >= self._jobs_per_process:
                self._replace("out_of_memory" if status == inside.OUT_OF_MEMORY else "used_up")

    def kill(self) -> None:
        """May be called from any thread: the job that runs ends in ExtractorCrashed."""
        self._doomed = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._end()

    def _result(self, status: bytes, body: bytes) -> object:
        if status == inside.OUT_OF_MEMORY:
            raise ExtractorCrashed("out of memory")
        if status != inside.DONE:
            raise ExtractorCrashed(body.decode("ascii", "replace")[:80])
        try:
            return load_result(body)
        except Exception as error:  # a malformed pickle raises anything
            raise ExtractorCrashed("result refused") from error

    def _spawn(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", inside.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback may quote what was read
            bufsize=0,
            cwd="/",
            env={
                "PATH": os.defpath,
                "LANG": "C.UTF-8",
                "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
                "PYTHONDONTWRITEBYTECODE": "1",
                "MALLOC_ARENA_MAX": "1",  # one thread: a second arena only eats address space
            },
            start_new_session=True,  # Ctrl-C is for the parent
        )
        self._ready, self._jobs = False, 0
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, CHUNK_BYTES)
        self._write(pickle.dumps(self._recipe), time.monotonic() + BOOT_SECONDS)

    def _replace(self, reason: str) -> None:
        """End what is there and start the next one at once; it boots while nobody waits for it."""
        self._replaced(reason)
        self._end(kill=True)
        self._doomed = False
        if not self._closed:
            with contextlib.suppress(DomainError):  # `boot` tries again and tells
                self._spawn()

    def _end(self, *, kill: bool = False) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            if kill:
                process.kill()
            process.wait(GOODBYE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _send(self, payload: bytes, arguments: tuple[object, ...], deadline: float) -> None:
        pickled = pickle.dumps(arguments, protocol=5)
        self._write(inside.REQUEST.pack(len(pickled), len(payload)) + pickled, deadline)
        self._write(payload, deadline)

    def _receive(self, deadline: float) -> tuple[bytes, bytes]:
        status, size = inside.REPLY.unpack(self._read(inside.REPLY.size, deadline))
        if size > RESULT_LIMIT_BYTES:
            raise ExtractorCrashed("result too large")
        return status, self._read(size, deadline)

    def _write(self, data: bytes, deadline: float) -> None:
        pipe = self._process.stdin if self._process is not None else None
        if pipe is None:
            raise ExtractorCrashed("process is gone")
        rest = memoryview(data)
        while rest:
            _wait(pipe.fileno(), select.POLLOUT, deadline)
            try:
                rest = rest[os.write(pipe.fileno(), rest[:CHUNK_BYTES]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise ExtractorCrashed("process is gone") from error

    def _read(self, size: int, deadline: float) -> bytes:
        pipe = self._process.stdout if self._process is not None else None
        if pipe is None:
            raise ExtractorCrashed("process is gone")
        got = bytearray()
        while len(got) < size:
            _wait(pipe.fileno(), select.POLLIN, deadline)
            piece = os.read(pipe.fileno(), min(size - len(got), CHUNK_BYTES))
            if not piece:
                raise ExtractorCrashed("process ended")
            got += piece
        return bytes(got)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(deadline - time.monotonic(), 0) * 1000):
        raise ExtractorTimeout("extractor took too long")
