"""The tour: a photographer's story, played against a running Galley through the sandbox's control API."""
