"""The question bank, for editors; no page of it names a person."""
