"""The same forms filled by our engine and by its peers, each in a process of its own, so that memory is its own too."""
