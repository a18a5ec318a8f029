"""Answers as text for people, as JSON for scripts, and as SARIF for code hosts. Standard library only."""
