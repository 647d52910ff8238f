"""Free ports on this machine, each handed out once."""

import socket

FIRST = 9700
SANDBOX = 5  # in a row: its page and four systems


class Ports:
    def __init__(self, first: int = FIRST) -> None:
        self._next = first

    def one(self) -> int:
        return self.row(1)

    def row(self, length: int = SANDBOX) -> int:
        """The first of so many."""
        while not all(_is_free(self._next + step) for step in range(length)):
            self._next += 1
        self._next += length
        return self._next - length


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
