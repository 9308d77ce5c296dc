"""The only writers of the page tree's root, of pictures and of the editors' group."""
