"""What schemathesis holds every answer of `/graphql` to: loaded by its command line as SCHEMATHESIS_HOOKS.

Its own check takes each entry of `errors` for a defect; ours are refusals with a code, and a defect has the code
`internal`.
"""

from typing import Any

import schemathesis


@schemathesis.check
def no_defect(
    _context: schemathesis.CheckContext, response: schemathesis.Response, _case: schemathesis.Case[Any]
) -> None:
    answer = response.json()
    codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
    if response.status_code not in {200, 400} or "internal" in codes or not answer.keys() <= {"data", "errors"}:
        raise AssertionError(f"{response.status_code}: {codes}")
