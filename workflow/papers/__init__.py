"""文书成品: what becomes of a document that an act has drawn up: rendered, sealed, recorded; or set aside for a person.

Read `work.py` first: how one file is claimed, worked on and answered for."""
