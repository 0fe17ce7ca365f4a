"""The notice on personal information (个人信息保护法 art. 17)."""

NOTICE_VERSION = "2026-1"  # a change of its text is a new version; each case keeps its own
