"""Wrike, API v4 (developers.wrike.com)."""
