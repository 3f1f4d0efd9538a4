"""Sending and receiving: a pure plan, one remote per kind of server, a runner that can be stopped anywhere."""
