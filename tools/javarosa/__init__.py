"""The engine beside JavaRosa: random forms, answered in both at once, and what differs.

JavaRosa is what ODK Collect and ODK Validate are made of; pyxform ships it. It needs Java, nothing in the program does.
"""
