"""The ids of Congress's committees, apart from the shapes of the files that list them."""

import re

ID = re.compile(r"[A-Z]{4}(?:\d\d)?", re.ASCII)  # SSJU; a subcommittee's has two more digits
