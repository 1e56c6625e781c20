"""How many hand-ins a second the bar shows; apart, because it is a class of rich's, which only terminals wait for."""

from rich.progress import ProgressColumn, Task
from rich.text import Text


class Rate(ProgressColumn):
    """ "7.4 a second"; what was known before is not counted."""

    def render(self, task: Task) -> Text:
        """The rate of late; nothing before there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f} a second" if speed else "", style="progress.data.speed")
