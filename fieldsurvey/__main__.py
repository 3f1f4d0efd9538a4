"""`python -m fieldsurvey`: the same as the `fieldsurvey` command."""

import multiprocessing

from fieldsurvey.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # in the built program a helper process starts here too
    main()
