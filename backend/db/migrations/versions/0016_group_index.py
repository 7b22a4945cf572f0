"""A group's facts are found by one index that holds their keys, so that SQLite too prefers it to walking all facts of
the agency; papers without a number and symbol are in no index of symbols, facts that are kept in none of refusals; and
the database no longer looks up the fact of each party that is stored with it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_HAS_SYMBOL = sa.text("paper_symbol <> ''")
_IS_REFUSAL = sa.text("kind IN ('refused', 'removed')")


def upgrade() -> None:
    with op.batch_alter_table("fact_party") as table:
        table.drop_constraint("fk_fact_party_agency_code_month_source_sequence", type_="foreignkey")
    op.drop_index("ix_fact_kind_at", "fact")
    op.create_index("ix_fact_refusals", "fact", ["at"], postgresql_where=_IS_REFUSAL, sqlite_where=_IS_REFUSAL)
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
