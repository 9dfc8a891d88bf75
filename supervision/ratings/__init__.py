"""好差评: what the ratings come to, and the work orders of bad ones.  It reads the cases and never changes them."""
