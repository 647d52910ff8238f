"""Every table of the house: importing this room fills SQLModel.metadata."""

from sqlmodel import SQLModel

from models import (
    absence,
    approval,
    asset,
    batch,
    campaign,
    comparison,
    compatibility,
    history,
    installation,
    job,
    likeness,
    mute,
    noise,
    person,
    picture,
    post,
    publication,
    remark,
    reminder,
    restoration,
    suggestion,
)

ROOMS = (
    absence,
    approval,
    asset,
    batch,
    campaign,
    comparison,
    compatibility,
    history,
    installation,
    job,
    likeness,
    noise,
    mute,
    person,
    picture,
    post,
    publication,
    remark,
    reminder,
    restoration,
    suggestion,
)
METADATA = SQLModel.metadata
