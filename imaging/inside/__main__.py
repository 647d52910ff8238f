"""`python -m imaging.inside`: started by the darkroom, never by hand."""

from imaging.inside.loop import main

main()
