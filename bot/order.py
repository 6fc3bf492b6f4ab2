"""Order: things by their keys. To add, to remove and to find the first cost the same, however many wait behind it."""

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=tuple[Any, ...])


class Order(Generic[Key]):
    """Ids in the order of their keys, smallest first. What is removed leaves the heap when it comes to the top."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}
        self._heap: list[tuple[Key, str]] = []

    def __len__(self) -> int:
        return len(self._keys)

    def put(self, id: str, key: Key) -> None:
        """In its place; one that is there already moves."""
        if self._keys.get(id) == key:
            return
        self._keys[id] = key
        if len(self._heap) > 2 * len(self._keys) + 64:
            self._heap = [(each, one) for one, each in self._keys.items()]
            heapify(self._heap)
        else:
            heappush(self._heap, (key, id))

    def drop(self, id: str) -> None:
        """Out of it, if it is there."""
        self._keys.pop(id, None)

    def first(self, admits: Callable[[str], bool]) -> tuple[Key, str] | None:
        """The first one that is admitted, with its key; it stays where it is."""
        heap, passed = self._heap, list[tuple[Key, str]]()
        found = None
        while heap:
            key, one = heap[0]
            if self._keys.get(one) != key:
                heappop(heap)
            elif admits(one):
                found = (key, one)
                break
            else:
                passed.append(heappop(heap))
        for skipped in passed:
            heappush(heap, skipped)
        return found
