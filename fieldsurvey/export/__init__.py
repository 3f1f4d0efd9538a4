"""Files for donors and analysts. openpyxl is used here and nowhere above."""
