"""The ways out of the house, behind one protocol."""
