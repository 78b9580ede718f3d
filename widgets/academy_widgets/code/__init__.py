"""Mark the turns of a transcript and compare with how experts mark."""
