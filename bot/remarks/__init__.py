"""The step that hears what sounds like a verdict in a card's thread, and asks its author whether it is one."""
