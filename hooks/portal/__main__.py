"""`python -m portal`, where the console script is not on the path."""

from portal.cli import main

if __name__ == "__main__":
    main()
