"""The stages, and what they share."""
