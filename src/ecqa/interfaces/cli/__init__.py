"""The command line: arguments to verbs to lines on the terminal; no decision about an answer is taken here."""
