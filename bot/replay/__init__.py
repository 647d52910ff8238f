"""The room that tells an approval's story once more, from history alone, and holds it against what stands there."""
