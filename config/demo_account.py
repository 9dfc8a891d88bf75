"""What all accounts of the demo share: a password that is no secret, and a domain that receives no mail."""

PASSWORD = "demo-2026"
DOMAIN = "demo.invalid"
