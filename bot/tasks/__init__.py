"""The step that keeps the task of each picture, and shows what people change on it."""
