"""The sentences of which the sample stories are made."""
