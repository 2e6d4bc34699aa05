"""In which order repairs are looked for; each strategy is a generator of steps."""
