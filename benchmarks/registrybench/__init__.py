"""Load against registries, and what it costs them."""
