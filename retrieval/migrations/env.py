"""Runs the migrations on the connection that `Catalogue` hands over."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table="retrieval_version")
with context.begin_transaction():
    context.run_migrations()
