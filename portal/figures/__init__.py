"""统计: the figures of a period in all cuts, the cases each counts, the yearly report, and pictures of a year."""
