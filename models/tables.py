"""Every table of the house: importing this room fills SQLModel.metadata."""

from sqlmodel import SQLModel

from models import (
    approval,
    asset,
    batch,
    campaign,
    comparison,
    compatibility,
    history,
    installation,
    job,
    noise,
    person,
    picture,
    post,
    publication,
    remark,
    reminder,
    restoration,
)

ROOMS = (
    approval,
    asset,
    batch,
    campaign,
    comparison,
    compatibility,
    history,
    installation,
    job,
    noise,
    person,
    picture,
    post,
    publication,
    remark,
    reminder,
    restoration,
)
METADATA = SQLModel.metadata
