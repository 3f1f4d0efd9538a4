"""The makers' tools: measurements, pictures, peers, fuzzing. None of it is in the program."""
