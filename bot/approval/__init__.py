"""The step in which people decide: stages open, verdicts are taken, the answer is given."""
