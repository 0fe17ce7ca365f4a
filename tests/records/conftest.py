from tests.records.reset import keys_of_the_suite, log_emptied_afterwards

__all__ = ["keys_of_the_suite", "log_emptied_afterwards"]
