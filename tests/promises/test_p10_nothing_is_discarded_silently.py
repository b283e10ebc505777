"""P10: confui never discards the attendee's data silently: damage is found, said and repaired.

What happens to a damaged file, byte for byte: `tests/userdata/test_damage.py`. Backups and how they
come back: `tests/userdata/test_backups.py`, `tests/userdata/test_recovery.py` and
`tests/cli/test_backup_commands.py`. The long form, 500 corruptions, is
`python -m benchmarks.torture --only corruptions`.
"""

from tests.torture.corruptions import DAMAGES, try_corruptions


def test_every_corruption_is_recovered_or_told() -> None:
    tried = list(try_corruptions(3 * len(DAMAGES), seed=10))
    assert [each for each in tried if not each.passed] == []
    assert {each.kind for each in tried} == set(DAMAGES)
    assert any(each.detected for each in tried)
