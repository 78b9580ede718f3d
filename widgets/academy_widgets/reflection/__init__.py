"""Write a reflection, read it through, hand it to a tutor."""
