"""Moodle XML, the format in which Moodle exports its questions.

docs.moodle.org/en/Moodle_XML_format tells of it.
"""
