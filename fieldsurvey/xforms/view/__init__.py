"""What a screen may see of an interview. It changes nothing."""
