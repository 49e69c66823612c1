"""What the commands do, from their options to their exit status: a module each."""
