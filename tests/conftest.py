"""Settings for every test."""

import os

from hypothesis import settings

# Where a red run stops others, the same examples are tried each time; at a desk, new ones are.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("roaming", deadline=None)
settings.load_profile("steady" if os.environ.get("CI") else "roaming")
