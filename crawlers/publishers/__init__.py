"""One file per publisher: what it is called, where it is, and what its articles' addresses look like."""
