"""For other programs: no session, no cookie, nothing kept."""
