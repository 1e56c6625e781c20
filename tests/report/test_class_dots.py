import re

from grader.report.class_dots import HIGHEST, MOST_DOTS, strip
from tests.report.classes import crowd, usual


def circles(drawn):
    """Across in percent and down in letters, of each dot."""
    return [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)%" cy="([\d.]+)em"', drawn)]


def test_a_dot_is_a_person_with_a_name_points_and_a_way_to_the_page():
    drawn = strip(usual())
    assert len(circles(drawn)) == 6
    assert '<a href="carl/word2vec.instructor.html" tabindex="-1"><circle class="open" cx="67.073%"' in drawn
    assert "<title>Carl Cohen: 55 of 80, 10 more wait</title>" in drawn
    assert '<title id="dots-title">Points of 6 people, a dot each</title>' in drawn
    assert '<desc id="dots-desc">Half of the 6 people with a mark so far have 58.75' in drawn


def test_equal_marks_are_stacked_and_no_two_dots_lie_on_each_other():
    drawn = strip(crowd(9, lambda n: 60.0))
    across, down = zip(*circles(drawn), strict=True)
    assert len(set(across)) == 1 and sorted(down) == [0.5 + n for n in range(9)]
    for count in (40, 300, 500):
        dots = circles(strip(crowd(count)))
        assert len(set(dots)) == count and max(y for _, y in dots) <= HIGHEST


def test_a_pile_of_equal_marks_gets_broader_instead_of_higher():
    dots = circles(strip(crowd(200, lambda n: 80.0 if n % 2 else float(n % 80))))
    assert len(set(dots)) == 200 and max(y for _, y in dots) <= HIGHEST
    assert len({x for x, _ in dots if x > 90}) > 1


def test_too_many_people_for_dots_stand_in_columns_that_say_their_numbers():
    drawn = strip(crowd(MOST_DOTS + 1))
    assert not circles(drawn) and "<a " not in drawn and drawn.count("<rect") > 20
    told = [int(count) for count in re.findall(r": (\d+) (?:people|person)</title></rect>", drawn)]
    assert sum(told) == MOST_DOTS + 1
    assert "A column is as high as its people are many." in drawn


def test_the_line_says_what_its_steps_hold():
    assert "in steps of 2; at 2 stands 2 to under 4." in strip(usual())
    assert re.findall(r'y="17">(\d+)<', strip(usual())) == ["0", "20", "40", "60", "80"]


def test_points_below_and_above_the_scale_stay_inside():
    drawn = strip(crowd(2, lambda n: (0.0, 91.5)[n]))
    assert all(0 < x < 100 for x, _ in circles(drawn))
    assert strip(crowd(1, lambda n: None)) == ""
