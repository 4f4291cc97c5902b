"""What papers show, column by column."""
