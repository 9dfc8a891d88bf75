"""`config.settings`: everything that differs between machines comes from the environment (see base.py)."""

from config.settings.base import *
