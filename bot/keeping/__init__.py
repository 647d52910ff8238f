"""Keeping: backup and return of a house with an embedded database, its files included."""
