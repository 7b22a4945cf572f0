"""A bound on how long a process takes to end, whatever a thread of it still waits for.

A role has some seconds to finish (`app.STOP_WITHIN`) and is cut off then. A thread cannot be cut off: one that reads
from a mail server that went silent would hold the process for a minute, longer than systemd waits. What is not
committed by then is as lost as in a power cut, and as harmless: the next start goes on from what is.
"""

import logging
import os
import threading
from datetime import timedelta

END_WITHIN = timedelta(seconds=12)  # from being told to; TimeoutStopSec of deploy/systemd is longer
_logger = logging.getLogger("congvu.serve")


def end_in_time(status: int) -> threading.Timer:
    """From now on the process has `END_WITHIN` to end; `status`: what it ends with if it does not."""
    last = threading.Timer(END_WITHIN.total_seconds(), _cut_off, (status,))
    last.daemon = True
    last.start()
    return last


def _cut_off(status: int) -> None:
    waits = sorted(one.name for one in threading.enumerate() if not one.daemon)
    _logger.warning("still busy %.0f s after being told to stop, cut off: %s", END_WITHIN.total_seconds(), waits)
    os._exit(status)
