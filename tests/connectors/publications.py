"""Publications for tests: small files with known bytes."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from connectors.library import Publication, RenditionFile

ATTRIBUTES: dict[str, str | tuple[str, ...]] = {"campaign": "Autumn", "keywords": ("leaf", "rust")}


def publication(
    folder: Path, *, version: int = 1, content: bytes = b"original", title: str = "Autumn hero"
) -> Publication:
    """A picture with two renditions, its bytes lying in `folder`."""
    return Publication(
        asset_id="asset-1",
        version=version,
        title=title,
        file_name="hero.jpg",
        original=_file(folder / f"upload-{version}", content),
        sha256=sha256(content).hexdigest(),
        attributes=ATTRIBUTES,
        renditions=tuple(rendition(folder, name, content) for name in ("web", "thumb")),
    )


def rendition(folder: Path, name: str, content: bytes) -> RenditionFile:
    made = name.encode() + content
    return RenditionFile(
        name=name,
        path=_file(folder / sha256(made).hexdigest(), made),
        media_type="image/jpeg",
        width=1200,
        height=800,
        sha256=sha256(made).hexdigest(),
    )


def lying(honest: Publication) -> Publication:
    """The same, but the hash is of other bytes."""
    return replace(honest, sha256=sha256(b"something else").hexdigest())


def _file(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
