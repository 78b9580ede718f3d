"""Plan the sharing of one decision, and take the plan away."""
