"""A university that does not exist, and its cases, played through the verbs the pages use."""
