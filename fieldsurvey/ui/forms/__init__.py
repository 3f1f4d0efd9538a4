"""The page Forms: what of each works here, a trial with invented respondents, another one."""
