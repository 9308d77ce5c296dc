"""上级来表: the table of a higher body is read, mapped and filled without changing anything else in its file."""
