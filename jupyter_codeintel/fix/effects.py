"""What a tried candidate left behind, to be compared with others."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Callable, Iterator

from jupyter_codeintel.context.dataflow.facts import facts
from jupyter_codeintel.context.dataflow.parsing import parse
from jupyter_codeintel.fix.attempt import Attempt
from jupyter_codeintel.fix.diagnosis.sites import sites
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee_of,
    literal,
    loads,
    passing_names,
    steps_of_loops,
    tree_of_most,
)
from jupyter_codeintel.fix.printed import prints_other_numbers, prints_the_same_numbers
from jupyter_codeintel.trial import Left

_LAYOUT = re.compile(r"dtype: \w+|\\n|[^\w.\-]+")  # the ends of lines as JSON writes them
_WORD = re.compile(r"\\n|[^\W\d]\w*")
_RANDOM = re.compile(r"\brng\b|random|shuffle|\.sample\(")
_SPLITS = re.compile(r"\bGroup\w*(?:KFold|Split)\(")
"""Parts of the data that may be drawn in many ways, each of them right."""
_OF_THE_MOMENT = re.compile(
    r"\b(?:time|perf_counter|monotonic|now|today|utcnow|timeit|uuid\d)\(|default_rng\(\)"
)
"""What gives another value each time."""
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_TABLES = frozenset({"DataFrame", "Series"})
_MADE = ("new", "rebound")
_OF_TEXTS = frozenset({"dict", "list", "set", "str", "tuple"})
_NUMBERS = {"float64": "float", "int64": "int"}
"""NumPy's own numbers, whose digests are those of Python's."""
_CODE = ("function", "type", "module", "builtin_function_or_method")


def effects(failure: Failure, attempt: Attempt, aside: frozenset[str] = frozenset()) -> object:
    """Return what is equal for candidates that do the same, as far as it can be told.

    Compared are the variables that the notebook knows by name, but for some: help variables of
    a candidate do not count. Where there are none, the outputs are compared. What leaves neither
    is equal to nothing but itself.
    """
    left = attempt.verdict.left
    names = sorted(_names(failure, attempt) & left.keys() - aside)
    values = [(name, _value(left[name])) for name in names]
    told = tuple((name, value) for name, value in values if value is not None)
    # Where a value is known by its type and size alone, what is shown of it may differ.
    vague = any(left[name].digest is None and left[name].variable for name, _ in told)
    shown = _outputs(failure, attempt) if vague or not told else ()
    return (told, shown) if told or shown else id(attempt)


def leaves_the_same(failure: Failure, one: Attempt, other: Attempt) -> bool:
    """Return whether two attempts are seen to leave the same values, each of them known.

    Of those that also set other names, or values of other types, what is shown has to be the
    same too, with numbers in it.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    one, other : Attempt
        Two that ran.
    """
    aside = frozenset(_written_texts(one) & _written_texts(other))
    if effects(failure, one, aside) != effects(failure, other, aside):
        return _shows_the_same(failure, one, other)
    if _fails_as_it_prints(failure) and _outputs(failure, one) != _outputs(failure, other):
        return False
    left = one.verdict.left
    made = {name for name in _names(failure, one) & left.keys() if _value(left[name])}
    vague = {name for name in made if left[name].variable and not left[name].digest}
    is_known = made > vague and all(_leads_to(made - vague, name, failure, one) for name in vague)
    return is_known or bool(_outputs(failure, one))


def _leads_to(known: set[str], name: str, failure: Failure, attempt: Attempt) -> bool:
    """Whether something that is known is made of a value that is not, as a score of a model."""
    ran = {run.id for run in attempt.verdict.runs}
    texts = (attempt.candidate.edits.get(cell.id, cell.source)
             for cell in failure.document.cells if cell.id in ran)  # fmt: skip
    statements = (node for text in texts for node in tree_of_most(text)[0].body)
    return any(name in loads(node) and bound_names(node) & known for node in statements)


def _fails_as_it_prints(failure: Failure) -> bool:
    """Whether what failed is to be seen, and leaves no value."""
    here = (site.statement for site in sites(failure) if site.cell == failure.cell)
    return any(callee_of(getattr(node, "value", None)) == "print" for node in here)


def _shows_the_same(failure: Failure, one: Attempt, other: Attempt) -> bool:
    shown, known = dict(_all_outputs(one)), dict(_all_outputs(other))
    here = shown.get(failure.cell)
    is_shown = here is not None and here == known.get(failure.cell)
    is_shown = is_shown or prints_the_same_numbers(one, other, failure.cell)
    if not is_shown or any(shown[cell] != known[cell] for cell in shown.keys() & known.keys()):
        return False
    ones, others = one.verdict.left, other.verdict.left
    if _names(failure, one) & ones.keys() - others.keys():
        return False  # it gives a name a value that the other does without
    names = _names(failure, one) & _names(failure, other) & ones.keys() & others.keys()
    pairs = [(ones[name], others[name]) for name in names]
    is_known = any(_is_same(a, b) for a, b in pairs)
    return is_known and all(_common_type(a, b) is None for a, b in pairs)


def leaves_others(failure: Failure, one: Attempt, other: Attempt) -> bool:
    """Return whether two attempts are seen to work out other values.

    Compared are the variables that both make, but for those that only lead to others which are
    the same. What is printed says more: a table may have its columns renamed, and a value be of
    another type. Layout and case do not count.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    one, other : Attempt
        Two that ran.
    """
    aside = _renamed(failure, one) | _renamed(failure, other)

    def read(output: str) -> str:
        kept = _WORD.sub(lambda word: "" if word[0] in aside else word[0], output)
        return _LAYOUT.sub("", kept).casefold()

    shown, known = dict(_all_outputs(one, read)), dict(_all_outputs(other, read))
    same = {cell for cell in shown.keys() & known.keys() if shown[cell] == known[cell]}
    if failure.cell in same or _is_drawn_anew(failure, one, other):
        return False
    ones, others = one.verdict.left, other.verdict.left
    names = _names(failure, one) & ones.keys() & others.keys()
    names -= _altered(failure, one) - _altered(failure, other)
    names -= _written_texts(one) & _written_texts(other)
    apart = {name for name in names if _common_type(ones[name], others[name]) is not None}
    equal = {name for name in names if _is_same(ones[name], others[name])}
    apart -= _leading_to(equal, apart, failure, one)
    differing = {_common_type(ones[name], others[name]) for name in apart}
    if "str" in differing:  # a text may be laid out otherwise, as may what holds texts
        differing -= _OF_TEXTS
    is_alike = bool(same) or prints_the_same_numbers(one, other, failure.cell)
    if is_alike and differing <= _TABLES:
        return False  # a column may have another name, or values of another type
    if differing or _OF_THE_MOMENT.search(failure.source(failure.cell)):
        return bool(differing)
    return prints_other_numbers(one, other, failure.cell)


def _leading_to(equal: set[str], names: set[str], failure: Failure, attempt: Attempt) -> set[str]:
    """Return those names that are read to make values that are the same, and for nothing else."""
    edits = attempt.candidate.edits
    found: set[str] = set()
    cells = [cell for cell in failure.document.cells if cell.type == "code"]
    for name in names:
        outside = (failure.flow.facts(c.id) for c in cells if c.id not in {failure.cell, *edits})
        bodies = (tree_of_most(edits.get(c.id, c.source))[0].body for c in cells)
        readers = [node for body in bodies for node in body if name in loads(node)]
        made = [bound_names(node) - {name} for node in readers if name not in bound_names(node)]
        is_inner = not any(name in told.uses | told.uses_later for told in outside)
        if is_inner and made and all(made) and frozenset().union(*made) <= equal:
            found.add(name)
    return found


def _written_texts(attempt: Attempt) -> set[str]:
    """Return the names of texts that stand in the edited cells, as queries: what is changed."""
    trees = (tree_of_most(text)[0] for text in attempt.candidate.edits.values())
    nodes = (node for tree in trees for node in tree.body if isinstance(node, ast.Assign))
    return {name for node in nodes if isinstance(literal(node.value), str)
            for name in bound_names(node)}  # fmt: skip


def _altered(failure: Failure, attempt: Attempt) -> frozenset[str]:
    """Return what the failing cell, or an edited one, alters in place and still does."""
    texts = {failure.cell: failure.source(failure.cell), **attempt.candidate.edits}
    still = (facts(parse(text)).modifies & failure.flow.facts(cell).modifies
             for cell, text in texts.items())  # fmt: skip
    return frozenset().union(*still)


def _is_drawn_anew(failure: Failure, one: Attempt, other: Attempt) -> bool:
    """Whether other cells ran in one than in the other, and random numbers are drawn in them.

    Or whether other rows are drawn than before.
    """
    texts = (text for attempt in (one, other) for text in attempt.candidate.edits.values())
    if any(map(_SPLITS.search, texts)):
        return True
    ran = [{run.id for run in attempt.verdict.runs} for attempt in (one, other)]
    cells = [cell for cell in failure.document.cells if cell.id in ran[0] | ran[1]]
    return ran[0] != ran[1] and any(_RANDOM.search(cell.source) for cell in cells)


def _is_same(one: Left, other: Left) -> bool:
    return one.digest is not None and one.digest == other.digest


def _common_type(one: Left, other: Left) -> str | None:
    """Return the type of two values that both made and that differ, None for others."""
    types = set()
    for left in (one, other):
        if left.how not in _MADE or left.digest is None or left.variable is None:
            return None
        name = left.variable.type.rpartition(".")[2]
        types.add(_NUMBERS.get(name, name))
    is_other = one.digest != other.digest and not _are_laid_out_otherwise(one, other)
    return types.pop() if len(types) == 1 and is_other else None


def _are_laid_out_otherwise(one: Left, other: Left) -> bool:
    """Whether the shapes of two arrays differ in axes of a single place alone."""
    shapes = [left.variable.shape or () for left in (one, other) if left.variable is not None]
    long = [[size for size in shape if size != 1] for shape in shapes]
    return shapes[0] != shapes[1] and long[0] == long[1]


def _names(failure: Failure, attempt: Attempt) -> frozenset[str]:
    """Return the names that the cells which ran bind as they are, or that any cell looks for."""
    ran = {failure.cell, *attempt.candidate.edits, *(run.id for run in attempt.verdict.runs)}
    used: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    for cell in failure.document.cells:
        facts = failure.flow.facts(cell.id)
        used |= facts.uses | facts.uses_later
        if cell.id in ran:
            tree = tree_of_most(cell.source)[0]
            passing = passing_names(tree) | steps_of_loops(tree)
            bound |= (facts.defines | facts.modifies) - passing
    edits = attempt.candidate.edits.values()
    return (used | bound).difference(*(passing_names(tree_of_most(text)[0]) for text in edits))


def _value(left: Left) -> str | None:
    """Return what became of a variable; None for code, which is what the candidates differ in."""
    variable = left.variable
    if variable is None:
        return left.how
    if variable.type.rpartition(".")[2] in _CODE or variable.signature is not None:
        return None
    return left.digest or f"{variable.type} {variable.shape} {variable.length} {variable.value}"


def _outputs(failure: Failure, attempt: Attempt) -> tuple[str, ...]:
    return dict(_all_outputs(attempt)).get(failure.cell, ())


def _renamed(failure: Failure, attempt: Attempt) -> set[str]:
    """Return the words that an attempt brings or takes away, which columns may be called."""
    edits = attempt.candidate.edits
    had, has = (
        {word for text in texts for word in _WORD.findall(text)}
        for texts in (map(failure.source, edits), edits.values())
    )
    return had ^ has


def _all_outputs(
    attempt: Attempt, read: Callable[[str], str] = str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the cells that show something, and the digests of what is read off it."""
    for run in attempt.verdict.runs:
        contents = (output.get("data") or output.get("text") or "" for output in run.outputs)
        texts = (read(_ADDRESS.sub("0x", json.dumps(one, sort_keys=True, default=str)))
                 for one in contents)  # fmt: skip
        if found := tuple(hashlib.sha256(text.encode()).hexdigest() for text in texts):
            yield run.id, found
