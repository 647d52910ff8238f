"""`python -m tests.golden.write` writes every golden anew; read the difference before you commit it."""

from tests.golden.every import GOLDENS
from tests.golden.golden import HERE


def write() -> None:
    for stale in set(HERE.rglob("*.json")) - {golden.file for golden in GOLDENS}:
        stale.unlink()
    for golden in GOLDENS:
        golden.file.parent.mkdir(exist_ok=True)
        golden.file.write_text(golden.written, encoding="utf-8")


if __name__ == "__main__":
    write()
