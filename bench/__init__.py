"""Benchmarks: not part of the installed product."""
