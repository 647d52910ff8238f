"""Ways to the same renditions, each a process of its own: `python -m tests.bench.ways.NAME`."""
