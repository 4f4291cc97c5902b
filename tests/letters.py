"""Letters as their readers have them."""

from records.letters import letter_of


def words_of(message):
    """Subject and body in plain text."""
    letter = letter_of(message)
    return letter.subject, letter.body
