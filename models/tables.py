"""Every table of the house: importing this room fills SQLModel.metadata."""

from sqlmodel import SQLModel

from models import (
    absence,
    approval,
    asset,
    batch,
    campaign,
    compatibility,
    history,
    installation,
    job,
    mute,
    person,
    picture,
    post,
    publication,
    reminder,
    restoration,
)

ROOMS = (
    absence,
    approval,
    asset,
    batch,
    campaign,
    compatibility,
    history,
    installation,
    job,
    mute,
    person,
    picture,
    post,
    publication,
    reminder,
    restoration,
)
METADATA = SQLModel.metadata
