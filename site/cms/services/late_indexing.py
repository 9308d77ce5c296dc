"""Let Wagtail index what is loaded once, at the end, and not after each of the saves that make up a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id


class _Gathered(ImmediateBackend):
    """Keeps each task with the same arguments once, in the order in which it was asked for first."""

    def __init__(self) -> None:
        super().__init__(DEFAULT_TASK_BACKEND_ALIAS, {})
        self.kept: dict[tuple[Any, ...], TaskResult[Any]] = {}

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        key = (task.func, tuple(args), tuple(sorted(kwargs.items())))
        if key not in self.kept:
            self.kept[key] = TaskResult(
                task=task, id=get_random_id(), status=TaskResultStatus.READY, enqueued_at=None, started_at=None,
                finished_at=None, last_attempted_at=None, args=list(args), kwargs=dict(kwargs),
                backend=self.alias, errors=[], worker_ids=[],
            )  # fmt: skip
        return self.kept[key]

    def run(self) -> None:
        for result in self.kept.values():
            self._execute_task(result)


@contextmanager
def once_each() -> Iterator[None]:
    """For whoever loads many pages: Wagtail's search and references are written once for each, before this ends.

    Inside another one it adds to that. Nothing is indexed where the block raises; a transaction around it undoes the rest.
    """
    standing = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    if isinstance(standing, _Gathered):
        yield
        return
    gathered = _Gathered()
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = gathered
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = standing
    gathered.run()
