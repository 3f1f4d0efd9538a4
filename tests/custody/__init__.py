"""Tests of how a study is kept."""
