"""What the engine costs: `make bench-engine` (engine.py)."""
