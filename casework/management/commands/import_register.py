from casework import register
from casework.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Take in a register: a UTF-8 CSV or an XLSX file with the header "
        + ",".join(register.COLUMNS)
        + ". All or nothing; every fault is listed with its line. --dry-run only checks."
    )
    rows = "cases"
    take_in = staticmethod(register.import_register)
