"""By name, the id under which the plugin of today asks an operation; of one it asks no more, an id still answered."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
_CONSTANT = re.compile(r'export const (\w+)Operation: [^=]+ = \{\n\tid: "([0-9a-f]{64})"')


def operation_ids() -> dict[str, str]:
    released = json.loads((ROOT / "backend" / "graphql" / "operations.json").read_bytes())
    client = (ROOT / "webmail-plugin" / "src" / "api" / "generated.ts").read_text("utf-8")
    return {entry["name"]: key for key, entry in released.items()} | dict(_CONSTANT.findall(client))
