"""What a person does in Wrike, for programs."""

from starlette.routing import BaseRoute


def routes(wrike: object) -> list[BaseRoute]:
    return []
