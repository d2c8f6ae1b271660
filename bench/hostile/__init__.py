"""A hostile web on loopback: good articles among everything a server may do to who reads it."""
