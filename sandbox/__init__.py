"""A stranger: stand-ins for Slack, Wrike, Workfront and MediaValet, and a page to play everybody. Imports none of ours."""
