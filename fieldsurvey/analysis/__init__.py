"""From interviews to figures: estimates with their n and uncertainty, profiles, checks, rules. Pure."""
