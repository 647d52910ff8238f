"""What a new galley.yml would change against the one in force: stages, people, and what runs already."""
