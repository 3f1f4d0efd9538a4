"""What a question takes from outside the keyboard: places, pictures, sounds, codes. Devices come in as arguments."""
