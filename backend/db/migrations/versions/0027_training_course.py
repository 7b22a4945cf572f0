"""Courses on official mail, and who has a seat in them and came."""

import sqlalchemy as sa
from alembic import op

from backend.db.types import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_course",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.String(length=26), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_training_course"),
    )
    op.create_index("ix_training_course_held_at", "training_course", ["held_at"])
    op.create_table(
        "course_seat",
        sa.Column("course_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("agency_code", sa.String(length=35), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("noted_by", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["training_course.id"], name="fk_course_seat_course_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("course_id", "person_id", name="pk_course_seat"),
    )
    op.create_index("ix_course_seat_agency_code", "course_seat", ["agency_code"])
