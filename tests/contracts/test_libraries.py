"""What every library keeps to. One line in LIBRARIES adds another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.declaration import Effect, Port
from connectors.errors import NotFound, Refused
from connectors.library import Library
from connectors.local.declaration import open_library
from tests.connectors.publications import ATTRIBUTES, lying, publication

LIBRARIES: dict[str, Callable[[Path], Library]] = {"local": lambda folder: open_library(folder / "library")}


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    return LIBRARIES[request.param](tmp_path)


async def test_what_is_published_is_found_again(library: Library, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))

    assert await library.find("asset-1", version=1) == published
    assert published.sha256 == publication(tmp_path).sha256
    assert published.attributes == ATTRIBUTES
    assert set(published.renditions) == {"web", "thumb"}


async def test_nothing_is_found_before_it_is_published(library: Library, tmp_path: Path) -> None:
    assert await library.find("asset-1", version=1) is None

    await library.publish(publication(tmp_path))

    assert await library.find("asset-1", version=2) is None
    assert await library.find("asset-2", version=1) is None


async def test_publishing_the_same_again_answers_the_same(library: Library, tmp_path: Path) -> None:
    first = await library.publish(publication(tmp_path))

    assert await library.publish(publication(tmp_path)) == first


async def test_a_version_never_changes_its_bytes(library: Library, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))

    with pytest.raises(Refused, match="other bytes"):
        await library.publish(publication(tmp_path / "other", content=b"retouched"))

    assert await library.find("asset-1", version=1) == published


async def test_bytes_that_were_not_approved_are_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not what was approved"):
        await library.publish(lying(publication(tmp_path)))

    assert await library.find("asset-1", version=1) is None


async def test_every_version_stays(library: Library, tmp_path: Path) -> None:
    first = await library.publish(publication(tmp_path))
    second = await library.publish(publication(tmp_path, version=2, content=b"retouched"))

    assert second.remote_id == first.remote_id
    assert (await library.find("asset-1", version=1)) == first


async def test_describing_replaces_the_attributes_of_the_newest_version(library: Library, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))
    await library.publish(publication(tmp_path, version=2, content=b"retouched"))

    described = await library.describe(published.remote_id, {"rights": "until 2027"})

    assert described.version == 2
    assert described == await library.find("asset-1", version=2)
    assert described.attributes == {"rights": "until 2027"}


async def test_an_archived_asset_comes_back_whole(library: Library, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))

    archived = await library.archive(published.remote_id)
    assert archived.is_archived
    assert await library.archive(published.remote_id) == archived
    assert await library.find("asset-1", version=1) == archived

    assert await library.restore(published.remote_id) == published


async def test_an_archived_asset_takes_no_new_version(library: Library, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))
    await library.archive(published.remote_id)

    with pytest.raises(Refused, match="archived"):
        await library.publish(publication(tmp_path, version=2, content=b"retouched"))


async def test_a_stranger_cannot_be_described_archived_or_restored(library: Library) -> None:
    with pytest.raises(NotFound):
        await library.describe("nobody", {})
    with pytest.raises(NotFound):
        await library.archive("nobody")
    with pytest.raises(NotFound):
        await library.restore("nobody")


async def test_it_says_who_we_are_there_and_declares_its_proofs(library: Library) -> None:
    assert (await library.check()).account
    assert library.declaration.port is Port.LIBRARY
    assert Effect.PUBLISH in library.declaration.proof


async def test_documents_stand_beside_a_published_version_and_are_replaced(library: Library, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))

    for words in (b"first", b"second", b"second"):
        await library.enclose(published.remote_id, version=1, documents={"receipt.json": words, "receipt.txt": words})

    assert await library.find("asset-1", version=1) == published
    assert await library.publish(publication(tmp_path)) == published


async def test_documents_belong_to_a_version_that_is_there(library: Library, tmp_path: Path) -> None:
    published = await library.publish(publication(tmp_path))

    with pytest.raises(NotFound):
        await library.enclose(published.remote_id, version=2, documents={"receipt.json": b"{}"})
    with pytest.raises(NotFound):
        await library.enclose("nobody", version=1, documents={"receipt.json": b"{}"})
