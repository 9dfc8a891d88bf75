"""What the messages say, a module a stage. The source language is Chinese; English stands in the catalogue of texts."""
