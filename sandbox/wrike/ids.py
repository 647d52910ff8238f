"""Ids as Wrike makes them: the old shape, the one of 2025, and the number in a permalink."""

import base64
import itertools

ACCOUNT = "IEAGLLEY"
ROOT = f"{ACCOUNT}I7777777"
RECYCLE_BIN = f"{ACCOUNT}I7777776"

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
FIRST_NUMBER = 0x1_10FE_0000  # from here on, a new id has an underscore in it, as real ones do


class Kind:
    """The letters which tell an old id's kind. Nobody should read them."""

    FOLDER = "I4"
    SPACE = "I5"
    TASK = "KR"
    COMMENT = "IM"
    ATTACHMENT = "IY"
    APPROVAL = "MX"
    WORKFLOW = "K7"
    CUSTOM_STATUS = "JM"
    CUSTOM_FIELD = "JU"
    WEBHOOK = "JE"
    DEPENDENCY = "IV"
    JOB = "JB"
    BLUEPRINT = "BP"


class Mint:
    """Each number once."""

    def __init__(self) -> None:
        self._numbers = itertools.count(FIRST_NUMBER)

    def number(self) -> int:
        return next(self._numbers)


def old_id(kind: str, number: int) -> str:
    letters = ""
    for _ in range(7):
        number, rest = divmod(number, 32)
        letters = LETTERS[rest] + letters
    return f"{ACCOUNT}{kind}{letters}"


def new_id(number: int) -> str:
    """Such as MAAAAAEQ_kSH: tasks, folders, spaces, dependencies and blueprints may have it since July 2025
    (developers.wrike.com/changes-in-api-ids-internal-structure-v4).
    """
    return base64.urlsafe_b64encode(b"\x30" + number.to_bytes(8, "big")).decode()


def permalink(number: int) -> str:
    return f"https://www.wrike.com/open.htm?id={number}"
