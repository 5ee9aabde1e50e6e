"""Business roadshow matchmaking: from the organiser's spreadsheets to a proven timetable."""
