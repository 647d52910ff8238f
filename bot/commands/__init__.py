"""The `galley` command: one file per sub-command. Each imports what it runs when it runs, so that --help is quick."""
