"""What must be provable: the log, files, encrypted fields, outgoing mail, approvals."""
