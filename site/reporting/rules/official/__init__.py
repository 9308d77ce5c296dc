"""Official forms: declared once, computed once to plain data, shown as a page, a sheet of paper or a workbook."""
