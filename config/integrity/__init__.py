"""`manage.py check_integrity`: what must hold between the rows, asked of the database itself, a file a subject.

Nothing here repairs or writes; each finding names the check, the row and what differs.  Read `run.py` first."""
