"""The WSGI entry point: `waitress-serve config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from records import keys  # noqa: E402 -- models can be imported only once Django is ready

keys.require()  # nothing is served with a missing or wrong key
