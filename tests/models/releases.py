"""Releases that do not exist yet: today's revisions, and some on top, in a folder of their own."""

import shutil
from pathlib import Path

from models.migrations import FOLDER, head

EXPAND = """
def upgrade() -> None:
    with op.batch_alter_table("job") as batch:
        batch.add_column(sa.Column("colour", sa.String(), nullable=True))
    op.create_table("parcel", sa.Column("id", sa.String(), primary_key=True))
"""
CONTRACT = """
def upgrade() -> None:
    with op.batch_alter_table("job") as batch:
        batch.drop_column("colour")
"""


def following(folder: Path, *changes: tuple[str, int]) -> Path:
    """Each change is an upgrade() and how many revisions before it a Galley may still know at most."""
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    for change, back in changes:
        number = int(head(folder)) + 1
        words = f'''"""A change."""
import sqlalchemy as sa
from alembic import op
revision = "{number:04}"
down_revision = "{number - 1:04}"
oldest_galley = "{number - back:04}"
{change}'''
        (folder / "versions" / f"{number:04}_change.py").write_text(words, encoding="utf-8")
    return folder
