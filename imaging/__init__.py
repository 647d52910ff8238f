"""Untrusted bytes: pictures are opened here, in child processes with limits, and nowhere else."""
