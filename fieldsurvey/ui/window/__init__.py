"""The window itself: it puts the pages together and decides nothing."""
