"""Bring a database to the tables of this version, and say whether it is there already."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.errors import AppError

INI = Path(__file__).parents[2] / "alembic.ini"


class MigrationsMissing(AppError):
    """The folder with the database migrations is not beside the program, so the database was not touched."""


def _config() -> Config:
    if not INI.exists():
        raise MigrationsMissing
    return Config(str(INI))


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to ``revision``; nothing happens when they have run."""
    _run(engine, revision, up=True)


def downgrade(engine: Engine, revision: str) -> None:
    """Run the migrations backwards down to ``revision`` (``base``: no tables at all)."""
    _run(engine, revision, up=False)


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the tables of this version."""
    heads = set(ScriptDirectory.from_config(_config()).get_heads())
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == heads


def _run(engine: Engine, revision: str, *, up: bool) -> None:
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, revision)
        connection.commit()
