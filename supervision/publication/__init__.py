"""双公示: what is published of decisions, kept as records with their history, and given out as page, table and feed."""
