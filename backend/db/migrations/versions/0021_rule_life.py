"""Bundles that were in force, proposals in shadow, and what they would have done, by agency and day."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_release",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("proposer_login", sa.String(length=320), nullable=True),
        sa.Column("signer_login", sa.String(length=320), nullable=False),
        sa.Column("pressed_by", sa.String(length=26), nullable=True),
        sa.Column("restores", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("version", name="pk_rule_release"),
    )
    op.create_index("ix_rule_release_content", "rule_release", ["content"])
    op.create_index("ix_rule_release_published_at", "rule_release", ["published_at"])
    op.create_table(
        "rule_candidate",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("proposer_login", sa.String(length=320), nullable=False),
        sa.Column("shadow_from", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("replayed_at", UtcDateTime(), nullable=True),
        sa.Column("replay", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_rule_candidate"),
    )
    op.create_index("ix_rule_candidate_version", "rule_candidate", ["version"])
    op.create_table(
        "rule_shadow_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("gate", sa.String(length=10), nullable=False),
        sa.Column("bundle", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("papers", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "agency_code", "gate", "bundle", "rule", "outcome", name="pk_rule_shadow_counts"
        ),
    )
