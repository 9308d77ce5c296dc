"""What an import would do: parsed rows against what stands already, to verdicts and intentions. Pure Python."""
