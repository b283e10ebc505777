"""The tests of the screen see what an attendee sees, though they leave frames out."""

from tests.ui.conftest import Open
from tests.ui.picture import Picture


async def test_the_last_frame_is_the_same_with_and_without_the_frames_before_it(
    open_window: Open,
) -> None:
    async def story(every_frame: bool) -> list[Picture]:
        pictures = []
        async with open_window(every_frame=every_frame) as window:
            for keys in (("down", "tab"), ("a", "end"), ("slash", *"rivers", "enter"), ("f",)):
                await window.press(*keys)
                pictures.append(window.screen)
            await window.press("escape")
            await window.pilot.resize_terminal(70, 24)
            return [*pictures, window.screen]

    assert await story(every_frame=False) == await story(every_frame=True)
