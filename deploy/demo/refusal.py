"""Why a demo does not come up: always one line that says what to do."""


class Refused(Exception):
    """Its text is shown as it is, without a traceback."""
