"""What the program asks of the computer: files, paths, the log, progress, CSV files, ciphers. It knows nothing of surveys."""
