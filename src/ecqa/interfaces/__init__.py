"""Where people meet the program: command line, web page."""
