import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ztc.settings.prod")

application = get_wsgi_application()
# What has been loaded stays: collecting garbage need not look through it, nor the processes forked
# from this one have copies of its pages.
gc.collect()
gc.freeze()
