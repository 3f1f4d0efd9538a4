"""`python -m fieldsurvey`: the same as the `fieldsurvey` command."""

from fieldsurvey.cli import main

if __name__ == "__main__":
    main()
