"""Files made by code for the outgoing check: clean ones, and one for each way to give too much."""
