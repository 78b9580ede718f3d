"""Cases: facts are held apart among roles; decide alone, talk in rounds, decide again."""
