"""Alembic's environment: the application's engine and tables."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
db = migrate.db


def plain_type(kind, thing, _context):
    """Migrations name plain types, so that they outlive the code of today."""
    if kind == "type" and type(thing).__name__ == "Instant":
        return "sa.DateTime(timezone=True)"
    return False


def foreign_keys(connection, state):
    """SQLite rebuilds a table to alter it; meanwhile nothing may watch its references."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")


def run() -> None:
    def empty_is_no_migration(_context, _revision, directives):
        if (
            getattr(context.config.cmd_opts, "autogenerate", False)
            and directives[0].upgrade_ops.is_empty()
        ):
            directives[:] = []

    with db.engine.connect() as connection:
        foreign_keys(connection, "OFF")
        connection = connection.execution_options(writing=True)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            process_revision_directives=empty_is_no_migration,
            render_item=plain_type,
            **migrate.configure_args,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            foreign_keys(connection, "ON")


run()
