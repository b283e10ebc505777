"""A made-up schedule in JSON, to be served, added, changed and refreshed."""

import json


def schedule(
    *titles: str, room: str = "Birch", day: str = "2031-05-17", acronym: str = "snow-2031"
) -> str:
    """Return Snow 2031 with a session an hour from ten on; the guid of each is its title."""
    events = [
        {"guid": title.lower(), "title": title, "date": f"{day}T1{n}:00", "duration": "0:30"}
        for n, title in enumerate(titles)
    ]
    days = [{"date": day, "rooms": {room: events}}]
    conference = {"title": "Snow 2031", "acronym": acronym, "days": days}
    return json.dumps({"schedule": {"conference": conference}})
