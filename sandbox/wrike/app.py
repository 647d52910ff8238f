"""One Wrike account at the root of its port."""

from starlette.applications import Starlette
from sandbox.world import World


class WrikeStandIn:
    def __init__(self, world: World) -> None:
        self.world = world
        self.asgi = Starlette(routes=[])

    async def aclose(self) -> None:
        pass
