"""`python -m mipconf`, for a checkout that is not installed."""

import sys

from mipconf.cli import main

sys.exit(main())
