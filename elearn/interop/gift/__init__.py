"""GIFT, the text format of Moodle for questions (docs.moodle.org/en/GIFT_format)."""
