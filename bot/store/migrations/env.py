"""Alembic's entry: it runs on the connection that `store.schema` hands over, inside its transaction."""

from alembic import context

from bot.store.tables import build_metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=build_metadata())
context.run_migrations()
