"""Finds a person by what is known: id, e-mail address, login, name. Two who fit are both answered, never guessed."""

from collections import defaultdict
from collections.abc import Iterable

from grader.policy.names import plain, run_together, words_of
from grader.submission.person import Person


class Directory:
    """The people of a class, each by a number, looked up by whatever names them."""

    def __init__(self) -> None:
        self._ids: dict[str, set[int]] = defaultdict(set)
        self._emails: dict[str, set[int]] = defaultdict(set)
        self._logins: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, set[int]] = defaultdict(set)
        self._run_together: dict[str, set[int]] = defaultdict(set)
        self.names: list[str] = []

    def add(self, person: Person, ids: Iterable[str] = (), logins: Iterable[str] = ()) -> int:
        """Writes a person down, with other ids and logins of theirs; answers their number."""
        number = len(self.names)
        self.names.append(person.name or person.login or person.email or person.id)
        for one in filter(None, (person.id, *ids)):
            self._ids[one].add(number)
        for one in filter(None, (person.login, *logins)):
            self._logins[one.casefold()].add(number)
        if person.email:
            self._emails[person.email.casefold()].add(number)
        if name := plain(person.name):
            self._names[name].add(number)
            self._words[words_of(person.name)].add(number)
            for spelling in run_together(person.name):
                self._run_together[spelling].add(number)
        return number

    def look_up(self, word: str) -> list[int]:
        """Whom a word of the instructor's means: an id before an e-mail address, a login, a name."""
        word = word.strip()
        folded = word.casefold()
        places = (self._ids.get(word), self._emails.get(folded), self._logins.get(folded), self._named(word))
        return sorted(next(filter(None, places), ()))

    def whose(self, person: Person, who: str) -> list[int]:
        """Everybody who may have handed in: one, where all that is known agrees; several, where it does not."""
        known = [self._ids.get(person.id), self._emails.get(person.email.casefold())]
        known += [self._logins.get(person.login.casefold()), self._named(person.name)]
        if who:
            named = set() if plain(person.name) else self._named(who)  # a folder's name is a name where none is told
            known += [self._logins.get(who.casefold()), self._ids.get(who), self._emails.get(who.casefold()), named]
        told = [set(one) for one in known if one]
        agreed = set.intersection(*told) if told else set()
        return sorted(agreed or set().union(*told))

    def _named(self, name: str) -> set[int]:
        """Everybody of that name; where nobody has it word for word, in any order of its words; then as Canvas does."""
        words = plain(name)
        return self._names.get(words) or self._words.get(words_of(name)) or self._run_together.get(words) or set()
