"""A bureau's year, played through the real acts: who comes when, how long people take, what goes wrong, all from one seed."""
