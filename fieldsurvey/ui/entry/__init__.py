"""The interview on screen: outline, pages, grids, one widget per question type."""
