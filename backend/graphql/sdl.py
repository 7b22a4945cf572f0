"""`python -m backend.graphql.sdl`: writes the committed SDL anew (`make generate`)."""

from pathlib import Path

from backend.graphql.schema import schema

FILE = Path(__file__).with_name("schema.graphql")


def sdl() -> str:
    return schema.as_str() + "\n"


if __name__ == "__main__":
    FILE.write_text(sdl(), encoding="utf-8")
