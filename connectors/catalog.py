"""Other systems: the one list of what exists."""

from connectors.declaration import Declaration
from connectors.local.declaration import LOCAL
from connectors.wrike.declaration import WRIKE

DECLARATIONS: tuple[Declaration, ...] = (LOCAL, WRIKE)


def declared(name: str) -> Declaration:
    """By the name that galley.yml and the errors use; KeyError names those that exist."""
    for declaration in DECLARATIONS:
        if declaration.name == name:
            return declaration
    known = ", ".join(declaration.name for declaration in DECLARATIONS)
    raise KeyError(f"No connector is called {name}; there are {known}.")
