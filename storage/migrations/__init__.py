"""Alembic's environment and revisions: `main` for articles and runs, `raw` for the archive of page bodies."""
