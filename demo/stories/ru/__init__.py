"""The same in Russian."""
