"""A Reading: all that is kept of one message. Its words are gone but for the quotes that a verdict shows.

Filled by :func:`app.detection.read`; stored as JSON (sealed) by the store; judged again and again.
"""
