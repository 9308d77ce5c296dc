"""Training workbooks as bureaus fill them: from a grid of cells to rows with a verdict each. Pure Python."""
