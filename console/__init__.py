"""What a person sees and types: tables, progress, explanations, and the files and pages that a door reads."""
