"""Run migrations on the database of HEARBACK_DATABASE_URL, or on a connection that the caller brings along."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from app.settings import load_settings
from app.store.database import metadata, open_engine
from app.store.tables import Instant


def as_plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Migrations name database types only, so that they stay what they are when the program changes."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=as_plain_type,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations run on a live database only; there is no offline mode.")

given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    engine = open_engine(context.config.attributes.get("url") or load_settings().database_url)
    with engine.connect() as live:
        migrate(live)
        live.commit()
    engine.dispose()
