"""The step in which people ask Galley: /galley and its commands, answered in private."""
