"""Alembic runs this; the connection comes from `backend.db.migrate`, which also owns the transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
