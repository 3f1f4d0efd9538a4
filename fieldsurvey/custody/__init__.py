"""How a study is kept: who gets in, what happened to it, and that nothing of it is lost."""
