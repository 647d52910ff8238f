"""The step in which somebody says that they will be away, and who decides for them meanwhile."""
