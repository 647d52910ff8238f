"""Galley does not start deaf, nor with its ears open to anybody."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config import Config, Transport, Unusable
from bot.service import open_house
from connectors.errors import Unauthorized


@pytest.mark.parametrize(
    ("transport", "missing"), [(Transport.HTTP, "SLACK_SIGNING_SECRET"), (Transport.SOCKET, "SLACK_APP_TOKEN")]
)
async def test_a_start_without_the_secret_of_its_entrance_is_refused(
    tmp_path: Path, transport: Transport, missing: str
):
    config = Config(data=tmp_path / "data", slack_bot_token=SecretStr("xoxb-1"), slack_app_token=None)
    config = config.model_copy(update={"slack_transport": transport, "slack_signing_secret": SecretStr("")})

    with pytest.raises(Unauthorized, match=missing):
        async with open_house(config):
            pass

    assert not config.data.exists()


async def test_a_start_without_a_folder_for_its_files_is_refused(tmp_path: Path):
    (tmp_path / "file").touch()
    config = Config(data=tmp_path / "file" / "data", slack_app_token=SecretStr("xapp-1"))

    with pytest.raises(Unusable, match="GALLEY_DATA"):
        async with open_house(config):
            pass
