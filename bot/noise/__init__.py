"""The step that tells how many messages rang whom, and what came of them: /galley report noise."""
