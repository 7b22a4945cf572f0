"""The worker role: journal and log into facts, mails and calls out, what the milter has to know onto its disk."""

from backend.worker.loop import run_worker
from backend.worker.seams import Seams

__all__ = ["Seams", "run_worker"]
