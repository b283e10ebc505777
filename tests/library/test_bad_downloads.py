from tests.library.bad_downloads import bad_downloads


def test_a_hundred_bad_downloads_replace_nothing_and_none_crashes() -> None:
    assert bad_downloads(100) == (100, 0, 0)
