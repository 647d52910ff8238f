"""`galley migrate`: bring the database to the tables that this Galley needs."""

from bot.commands.telling import failing, say


def migrate() -> None:
    """Bring the database up to date. `galley run` does so by itself."""
    from bot import migrate as migrations
    from bot import playground
    from bot.config import Config

    with failing():
        config = playground.beside(Config())
        done = migrations.migrate(config.database)
    if done.has_changed:
        say(f"The database went from revision {done.before or 'nothing'} to {done.after}.")
    else:
        say(f"The database is up to date: revision {done.after}.")
