from casework import remedies_register
from casework.management.commands._importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Take in complaints, appeals, reviews and lawsuits: a UTF-8 CSV or an XLSX file with the "
        "header "
        + ",".join(remedies_register.COLUMNS)
        + ". All or nothing; every fault is listed with its line. --dry-run only checks."
    )
    rows = "remedies"
    take_in = staticmethod(remedies_register.import_remedies)
