"""The demo's page: four phones, what the bot keeps, and the tour. `show.py` is what is shown, `app.py` serves it."""
