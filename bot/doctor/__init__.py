"""The doctor: whether each system is reachable, knows us and lets us work, and what to do where it does not."""
