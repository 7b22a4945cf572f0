"""What a line in the log is about: set where work begins, read by whoever formats the line, passed on to every task and
thread that the work starts. Ids only; an empty one is left out.
"""

from contextvars import ContextVar

ROLE = ContextVar("role", default="")
REQUEST_ID = ContextVar("request_id", default="")
QUEUE_ID = ContextVar("queue_id", default="")  # the mail server's
LETTER_ID = ContextVar("letter_id", default="")  # ours: what stands in the verdict, a refusal and the journal

FIELDS = (ROLE, REQUEST_ID, QUEUE_ID, LETTER_ID)
