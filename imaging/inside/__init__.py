"""The child process: the only place where bytes from outside become pixels."""
