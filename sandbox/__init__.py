"""A stranger: stand-ins for four systems and a page on which one person plays everybody. Imports none of ours."""
