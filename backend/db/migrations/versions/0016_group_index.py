"""A group's facts are found by one index that holds their keys, so that SQLite too prefers it to walking all facts of
the agency; papers without a number and symbol are in no index of symbols."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None

_HAS_SYMBOL = sa.text("paper_symbol <> ''")


def upgrade() -> None:
    op.drop_index("ix_fact_party_agency_code_correspondent_id", "fact_party")
    op.create_index(
        "ix_fact_party_group", "fact_party", ["agency_code", "correspondent_id", "month", "source", "sequence"]
    )
    op.drop_index("ix_correspondence_agency_code_paper_symbol", "correspondence")
    op.create_index(
        "ix_correspondence_agency_code_paper_symbol",
        "correspondence",
        ["agency_code", "paper_symbol"],
        postgresql_where=_HAS_SYMBOL,
        sqlite_where=_HAS_SYMBOL,
    )
