"""Questions answered by a file: photo, drawing, sound, film, barcode."""
