"""Sign-in, password, language, what is known about me."""
