"""What the solver needs, beside others on the same instances in the same run."""
