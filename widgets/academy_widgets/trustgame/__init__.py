"""Trust game: send, be sent to, change places, and play with more and with less."""
