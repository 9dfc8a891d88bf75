"""The pages about the documents a case has: what becomes of each, the sealed files, the registers."""
