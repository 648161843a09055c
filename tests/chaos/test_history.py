"""The checker finds what it is for."""

from tests.chaos.history import History, find_repeated_posts, find_wrong_counts, find_wrong_list

ANA, BEN = ("Ana", "representative"), ("Ben", "representative")


def test_a_confirmed_call_that_is_gone_is_found() -> None:
    history = History()
    assert history.take_log(ANA, "Logged: you spoke with…")
    assert history.take_log(ANA, "Already logged today.")
    assert history.anomalies == []
    assert history.take_log(ANA, "Logged: you spoke with…")
    assert len(history.anomalies) == 1
    assert "Already logged today." in history.anomalies[0]  # what the person was answered shows how it came


def test_a_request_without_an_answer_may_have_counted() -> None:
    history = History()
    history.lose_answer(ANA, "NoAnswer")
    assert history.take_log(ANA, "Already logged today.")
    assert history.anomalies == []
    assert not history.take_log(BEN, "The database can't be reached now. Nothing was saved.")
    assert history.counted == {ANA}
    assert history.take_undo(ANA, "Undone\nWe took off your call to your representative (spoke).")
    assert history.counted == set()


def test_a_count_that_differs_from_the_answers_is_found() -> None:
    history = History()
    history.take_log(ANA, "Logged")
    assert find_wrong_counts(history, 1, 1) == []
    assert len(find_wrong_counts(history, 2, 1)) == 1  # a doubled row
    assert len(find_wrong_counts(history, 0, 0)) == 2  # a lost one


def test_posts_that_are_repeated_or_not_as_listed_are_found() -> None:
    once, twice = [["Call now: …"], ["Call now: …"], []], [["Call now: …", "Call now: …"], ["Call now: …"]]
    assert find_repeated_posts(once, ["Call now"]) == []
    assert find_repeated_posts(twice, ["Call now"]) == ["'Call now' was posted twice in 1 channels"]
    assert find_wrong_list(once, ["Call now"], 1, 1) == find_wrong_list(once, ["Call now"], 2, 1) == []
    assert len(find_wrong_list(once, ["Call now"], 3, 0)) == len(find_wrong_list(once, ["Call now"], 1, 0)) == 1
