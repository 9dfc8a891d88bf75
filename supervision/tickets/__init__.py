"""咨询投诉: tickets of the public, from their receipt to the call-back."""
