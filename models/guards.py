"""What the databases themselves refuse: to edit or remove what happened. SQL, for each table and database."""

from sqlalchemy import DDL, MetaData, event

_SQLITE_HISTORY = (
    """
CREATE TRIGGER history_is_appended BEFORE INSERT ON history
WHEN NEW.seq IS NOT NULL OR EXISTS (SELECT 1 FROM history WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'history is only appended to'); END
""",
    """
CREATE TRIGGER history_is_sealed_once BEFORE UPDATE ON history
WHEN OLD.seq IS NOT NULL OR NEW.seq IS NULL OR NEW.prev IS NULL OR NEW.link IS NULL
  OR NEW.number IS NOT OLD.number OR NEW.team_id IS NOT OLD.team_id OR NEW.asset_id IS NOT OLD.asset_id
  OR NEW.event IS NOT OLD.event OR NEW.actor_id IS NOT OLD.actor_id OR NEW.at IS NOT OLD.at
  OR NEW.details IS NOT OLD.details OR NEW.digest IS NOT OLD.digest
BEGIN SELECT RAISE(ABORT, 'history is never edited'); END
""",
    """
CREATE TRIGGER history_is_kept BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never removed'); END
""",
)

_POSTGRESQL_HISTORY = (
    """
CREATE FUNCTION history_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL AND NEW.prev IS NOT NULL AND NEW.link IS NOT NULL
    AND (NEW.number, NEW.team_id, NEW.asset_id, NEW.event, NEW.actor_id, NEW.at, NEW.details::text, NEW.digest)
      IS NOT DISTINCT FROM
      (OLD.number, OLD.team_id, OLD.asset_id, OLD.event, OLD.actor_id, OLD.at, OLD.details::text, OLD.digest) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'history is never edited or removed';
END $$
""",
    """
CREATE TRIGGER history_is_sealed_once BEFORE UPDATE OR DELETE ON history
FOR EACH ROW EXECUTE FUNCTION history_guard()
""",
    "CREATE TRIGGER history_is_kept BEFORE TRUNCATE ON history\nFOR EACH STATEMENT EXECUTE FUNCTION history_guard()",
)

_SQLITE_CHAIN = (
    """
CREATE TRIGGER chain_grows BEFORE UPDATE ON chain WHEN NEW.team_id IS NOT OLD.team_id OR NEW.seq <= OLD.seq
BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END
""",
    "CREATE TRIGGER chain_is_kept BEFORE DELETE ON chain\nBEGIN SELECT RAISE(ABORT, 'a chain is never removed'); END",
)

_POSTGRESQL_CHAIN = (
    """
CREATE FUNCTION chain_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.team_id = OLD.team_id AND NEW.seq > OLD.seq THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a chain only grows and is never removed';
END $$
""",
    "CREATE TRIGGER chain_grows BEFORE UPDATE OR DELETE ON chain\nFOR EACH ROW EXECUTE FUNCTION chain_guard()",
    "CREATE TRIGGER chain_is_kept BEFORE TRUNCATE ON chain\nFOR EACH STATEMENT EXECUTE FUNCTION chain_guard()",
)

GUARDS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {"history": _SQLITE_HISTORY, "chain": _SQLITE_CHAIN},
    "postgresql": {"history": _POSTGRESQL_HISTORY, "chain": _POSTGRESQL_CHAIN},
}
"""By database and table, in the order in which they are to be run once the table is there."""


def guard(metadata: MetaData) -> None:
    """Whoever makes the tables without a migration makes their guards too."""
    for dialect, tables in GUARDS.items():
        for table, statements in tables.items():
            for statement in statements:
                ddl = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
                event.listen(metadata.tables[table], "after_create", ddl)
