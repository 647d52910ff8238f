"""The step in which a newer version is held beside an older one."""
