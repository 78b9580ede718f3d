"""Plain text on pages of A4; `pages` is heavy, so import it where it is used."""
