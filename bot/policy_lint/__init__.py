"""What a valid galley.yml says that can never come true: stages without a turn, without people, without a majority."""
