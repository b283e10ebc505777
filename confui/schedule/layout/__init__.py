"""The grid of one day: the position of each session, and the movement of the cursor."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.layout.columns import COLUMN_WIDTH, NO_ROOM, WHOLE_VENUE, Column
    from confui.schedule.layout.cursor import (
        Cursor,
        Direction,
        block_under,
        column_of,
        cursor_at,
        enter_day,
        enter_plan,
        enter_room,
        move,
        move_to_edge,
        nearest_in_time,
        next_match,
        put_titles_first,
    )
    from confui.schedule.layout.past import find_past
    from confui.schedule.layout.timetable import (
        MINUTES_PER_ROW,
        Block,
        PlacedDay,
        Timetable,
        arrange,
        count_starts,
        is_surely_higher,
        measure_height,
        place_day,
    )
    from confui.schedule.layout.turned import (
        DaySessions,
        RoomLines,
        TurnedTimetable,
        lay_out_days,
        lay_out_turned,
        measure_days,
    )
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "columns": ("COLUMN_WIDTH", "Column", "NO_ROOM", "WHOLE_VENUE"),
            "cursor": (
                "Cursor",
                "Direction",
                "block_under",
                "column_of",
                "cursor_at",
                "enter_day",
                "enter_plan",
                "enter_room",
                "move",
                "move_to_edge",
                "nearest_in_time",
                "next_match",
                "put_titles_first",
            ),
            "past": ("find_past",),
            "timetable": (
                "Block",
                "MINUTES_PER_ROW",
                "PlacedDay",
                "Timetable",
                "arrange",
                "count_starts",
                "is_surely_higher",
                "measure_height",
                "place_day",
            ),
            "turned": (
                "DaySessions",
                "RoomLines",
                "TurnedTimetable",
                "lay_out_days",
                "lay_out_turned",
                "measure_days",
            ),
        },
    )

__all__ = [
    "COLUMN_WIDTH",
    "MINUTES_PER_ROW",
    "NO_ROOM",
    "WHOLE_VENUE",
    "Block",
    "Column",
    "Cursor",
    "DaySessions",
    "Direction",
    "PlacedDay",
    "RoomLines",
    "Timetable",
    "TurnedTimetable",
    "arrange",
    "block_under",
    "column_of",
    "count_starts",
    "cursor_at",
    "enter_day",
    "enter_plan",
    "enter_room",
    "find_past",
    "is_surely_higher",
    "lay_out_days",
    "lay_out_turned",
    "measure_days",
    "measure_height",
    "move",
    "move_to_edge",
    "nearest_in_time",
    "next_match",
    "place_day",
    "put_titles_first",
]
