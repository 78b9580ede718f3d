"""The Academy on the web: Voila with our pages, our template and our learners."""
