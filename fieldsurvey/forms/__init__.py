"""Forms on their way into a study: workbooks read, judged, tried out; and the lists they choose from."""
