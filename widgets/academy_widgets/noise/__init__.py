"""Judge the same cases alone, and see how far one's own numbers and a group's scatter."""
