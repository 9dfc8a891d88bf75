"""用印: how a rendered document gets the seal.  `protocol.py` says what a provider does; `pades.py` is the one shipped."""
