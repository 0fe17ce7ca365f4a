"""The law as data and arithmetic: dates in, dates out. Imports the standard library only."""
