"""Reading catalogue files: hostile text in, checked content of item versions out, or every error with file and line."""
