"""What a conference is, without a screen."""
