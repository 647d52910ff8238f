"""A stand-in for Wrike's API v4 and its OAuth server; contract and sources: developers.wrike.com."""
