"""Templates of the sample sites."""
