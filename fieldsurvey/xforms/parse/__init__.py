"""What a form says: read once, compiled to closures, shared by all its interviews."""
