"""The web side: health, readiness and metrics for the operator, and what other adapters mount (Telegram's webhook)."""
