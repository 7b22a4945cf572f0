"""The citizen's side: a status token a mail, no more notices for who asked so, what the sender thinks of an answer."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("correspondence_id", sa.String(length=26), nullable=False),
        sa.Column("mail_id", sa.String(length=998), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_letter_token"),
    )
    op.create_index("ix_letter_token_mail_id", "letter_token", ["mail_id"])
    op.create_index("ix_letter_token_correspondence_id", "letter_token", ["correspondence_id"])
    op.execute(
        "INSERT INTO letter_token (token_hash, agency_code, correspondence_id, mail_id, issued_at) "
        "SELECT token_hash, agency_code, correspondence_id, '', issued_at FROM letter_reference "
        "WHERE token_hash IS NOT NULL"
    )
    with op.batch_alter_table("letter_reference") as table:
        table.drop_constraint("uq_letter_reference_token_hash", type_="unique")
        table.drop_column("token_hash")
    with op.batch_alter_table("correspondent") as table:
        table.add_column(sa.Column("opted_out_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("correspondence") as table:
        table.add_column(sa.Column("satisfied", sa.Boolean(), nullable=True))
