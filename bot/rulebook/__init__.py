"""What galley.yml says of the channel in which somebody asks: who decides there, in which order, until when."""
