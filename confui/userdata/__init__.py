"""What belongs to the attendee."""
