"""The law as data and arithmetic: dates in, dates out. Imports nothing above the standard library."""
