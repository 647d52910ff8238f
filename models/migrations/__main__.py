"""`python -m models.migrations "say what changes"` drafts the next revision."""

import sys

from models.migrations.revisions import draft

if len(sys.argv) != 2:  # noqa: PLR2004  the message
    sys.exit('Usage: python -m models.migrations "Say what changes"')
draft(sys.argv[1])
