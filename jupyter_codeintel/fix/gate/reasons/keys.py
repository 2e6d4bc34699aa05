"""What explains a column or key that a candidate looks up."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee_of,
    is_worked_out,
    literal,
    loads,
    strings,
    targets,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to

_OF_TEXTS = re.compile(r"agg function|numeric|convert string|not support|string dtype|\bstr\b")


def _holds_labels(item: Item, balance: Balance) -> bool:
    """Whether it is a column that holds the labels which were looked up."""
    asked = any(isinstance(node, ast.Compare) for node in item.above)
    asked |= given_to(item.above, ast.keyword, ast.List, ast.Tuple) == "set_index"
    is_column = asked and item.word in balance.evidence.live
    looked_up = any(".loc[" in text for text in balance.evidence.failing)
    return is_column and looked_up and balance.is_of("KeyError")


def key_explained(item: Item, balance: Balance, is_joined: bool) -> bool:
    """Whether a key is the one that was meant, or leads to it."""
    evidence = balance.evidence
    return (
        evidence.is_meant(item.word, balance.lost_words)
        or _is_passed_on(item, balance.change_of[item.statement].fresh)
        or (not evidence.missing and item.word in evidence.strings)
        or (given_to(item.above) in ("transform", "agg") and item.word in _worked_out(balance))
        or any(f"(?P<{item.word}>" in change.source for change in evidence.changes)
        or _is_factor(item, balance)
        or _is_made_here(item, balance)
        or _is_laid_in_a_table(item, balance)
        or (balance.is_of("ValueError", "TypeError") and _is_of_a_dict(item, evidence))
        or (item.word in evidence.live and _is_of_a_column(item, balance))
        or _leads_to_a_key(item, evidence)
        or _is_of_kind(item, evidence)
        or _tells_the_time(item, evidence)
        or _is_of_a_row(item, evidence)
        or _is_only_number(item, evidence)
        or _is_described(item.word, evidence)
        or _is_of_a_joined_series(item.word, evidence)
        or _stays_beside_columns(item, evidence)
        or _is_of_a_merge(item, evidence)
        or _holds_the_next_key(item, evidence)
        or _leads_through_records(item.word, evidence)
        or _is_of_all_columns(item, evidence)
        or _holds_labels(item, balance)
        or _is_named(item, evidence)
        or _stands_beside_the_missing(item, evidence, is_joined)
    )


def _is_described(word: str, evidence: Evidence) -> bool:
    """Whether the person's words have all words of a key that there is: ``"mean_count"``."""
    words = word.split("_")
    is_there = word in evidence.existing and bool(evidence.missing)
    return is_there and len(words) > 1 and all(map(evidence.is_told, words))


def _is_of_a_joined_series(word: str, evidence: Evidence) -> bool:
    """Whether a column is a series that is put beside others: ``concat([temp, sales], axis=1)``."""
    calls = (call for change in evidence.changes for call in change.new(ast.Call))
    return any(callee_of(call) == "concat" and word in loads(call) for call in calls)


def _tells_the_time(item: Item, evidence: Evidence) -> bool:
    """Whether a column of times is named where the rows were to have them."""
    is_time = re.search("date|day|month|stamp|time|when|year", item.word.casefold()) is not None
    is_read = item.word in evidence.columns_of("object", "str") and any(
        callee_of(node) == "to_datetime" for node in item.above
    )
    is_there = item.word in evidence.live and (is_time or is_read)
    return "DatetimeIndex" in evidence.message and is_there


def _stands_beside_the_missing(item: Item, evidence: Evidence, is_joined: bool) -> bool:
    """Whether the missing key stays, and another is joined by, renamed or looked up for it."""
    kept = strings(n for c in evidence.changes for n in ast.walk(c.tree_after))
    is_looked_up = any(isinstance(node, ast.Subscript) for node in item.above)
    renamed = any(isinstance(node, ast.Dict) for node in item.above)
    is_there = item.word in evidence.existing and bool(evidence.missing & kept)
    match item.above[:2]:
        case (ast.Subscript(), ast.Dict(keys=names)):
            # It is the value of the key that is missing here, and that the data have elsewhere.
            missing = evidence.missing & strings(name for name in names if name)
            is_there &= not any(f'"{key}":' in text for key in missing for text in evidence.sources)
    return is_there and (is_joined or renamed or is_looked_up)


def _worked_out(balance: Balance) -> set[str]:
    return {old.word for old in (*balance.before, *balance.lost) if old.kind == "call"}


def _is_factor(item: Item, balance: Balance) -> bool:
    """Whether a column is multiplied by another one, and the assert that failed holds."""
    is_product = any(
        (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div))
        or callee_of(node) in ("mul", "div")
        for node in item.above[1:2]
    )  # fmt: skip
    return is_product and item.word in balance.evidence.live and balance.is_of("AssertionError")


def _is_made_here(item: Item, balance: Balance) -> bool:
    """Whether it is a column that the candidate works out from others."""
    if item.word in balance.evidence.missing:
        return False
    made = (s.node for change in balance.evidence.changes for s in change.added
            if isinstance(s.node, ast.Assign) and is_worked_out(s.node.value)
            and loads(s.node.value))  # fmt: skip
    stored = (target for node in made for target in targets(node))
    return item.word in strings(t.slice for t in stored if isinstance(t, ast.Subscript))


def _is_laid_in_a_table(item: Item, balance: Balance) -> bool:
    """Whether it is the key under which data that were lists stand in a table now."""
    old = {ast.dump(n) for c in balance.evidence.changes for n in ast.walk(c.tree_before)
           if isinstance(n, ast.List | ast.Tuple)}  # fmt: skip
    tables = (n for c in balance.evidence.changes for n in c.new(ast.Dict))
    return any(literal(key) == item.word and ast.dump(value) in old for table in tables
               for key, value in zip(table.keys, table.values, strict=True) if key)  # fmt: skip


def _is_of_a_dict(item: Item, evidence: Evidence) -> bool:
    """Whether another key of a live dict is looked up."""
    namespace = evidence.failure.namespace
    live = namespace.variables if namespace is not None else {}
    match item.above[:1]:
        case (ast.Subscript(value=ast.Name(id=name)),):
            return name in live and item.word in live[name].keys
        case (ast.Subscript() as value,) if value is value_of(item.statement.node):
            # The variable is made of what stands in it now.
            names = bound_names(item.statement.node) & live.keys()
            return any(item.word in live[name].keys for name in names)
    return False


def _is_named(item: Item, evidence: Evidence) -> bool:
    """Whether a value is looked up by the name that it gets: ``low = limits["low"]``.

    So is the one column of ``t.agg(total=("mm", "sum"))["total"]``.
    """
    match item.above[:1]:
        case (ast.Subscript(value=ast.Call(func=ast.Attribute(attr="agg"), keywords=named)),):
            return [word.arg for word in named] == [item.word]
        case (ast.Subscript(),):
            return item.word in evidence.existing & bound_names(item.statement.node)
    return False


def _is_of_a_column(item: Item, balance: Balance) -> bool:
    """Whether tables were joined, all columns get names, or a variable is called as a column."""
    node = item.statement.node
    names = {ast.unparse(target).rpartition(".")[2] for target in targets(node)}
    looped = node.target if isinstance(node, ast.For) else None
    counted = {n.id for n in ast.walk(looped) if isinstance(n, ast.Name)} if looped else set()
    is_joined = any(old.word == "merge" for old in balance.lost)
    return is_joined or "columns" in names or item.word in counted


def _leads_to_a_key(item: Item, evidence: Evidence) -> bool:
    """Whether to replace one text by another turns the missing key into one that exists."""
    for node in item.above:
        match node:
            case ast.Call(func=ast.Attribute(attr="replace"), args=[one, other]):
                old, new = literal(one), literal(other)
                if isinstance(old, str) and isinstance(new, str):
                    there = {key.replace(old, new) for key in evidence.live}
                    here = {key.replace(old, new) for key in evidence.missing}
                    return bool(evidence.missing & there or evidence.live & here)
    return False


def _is_only_number(item: Item, evidence: Evidence) -> bool:
    """Whether it is calculated with, and records that are written out have no other number."""
    nodes = (n for source in evidence.sources for n in ast.walk(tree_of_most(source)[0]))
    records = [record for n in nodes if isinstance(n, ast.Dict)
               and isinstance(record := literal(n), dict) and item.word in record]  # fmt: skip
    numbers = ([key for key, value in record.items() if isinstance(value, int | float)]
               for record in records)  # fmt: skip
    is_calculated = any(isinstance(node, ast.BinOp) for node in item.above)
    return is_calculated and bool(records) and all(keys == [item.word] for keys in numbers)


def _is_of_a_row(item: Item, evidence: Evidence) -> bool:
    """Whether all values of a row are written one after the other."""
    for node in item.above:
        if isinstance(node, ast.List | ast.Tuple):
            keys = strings(n.slice for n in node.elts if isinstance(n, ast.Subscript))
            return len(keys) == len(node.elts) > 1 and keys in evidence.column_sets
    return False


def _is_of_a_merge(item: Item, evidence: Evidence) -> bool:
    """Whether tables are joined by what alone they share, or a column of both is looked up."""
    shared = [one & other - evidence.used for n, one in enumerate(evidence.column_sets)
              for other in evidence.column_sets[n + 1 :]]  # fmt: skip
    if any(isinstance(node, ast.keyword) and node.arg == "on" for node in item.above):
        return {item.word} in shared
    if "MergeError" in evidence.errors and given_to(item.above) == "drop_duplicates":
        failing = tree_of_most(evidence.failure.source(evidence.failure.cell))[0]
        keys = (n.value for n in ast.walk(failing) if isinstance(n, ast.keyword) and n.arg == "on")
        return item.word in strings(part for key in keys for part in ast.walk(key))
    new = (n for c in evidence.changes for n in ast.walk(c.tree_after))
    endings = strings(part for n in new if isinstance(n, ast.keyword) and n.arg == "suffixes"
                      for part in ast.walk(n))  # fmt: skip
    return any(item.word == column + end for end in endings - {""} for column in evidence.live)


def _holds_the_next_key(item: Item, evidence: Evidence) -> bool:
    """Whether the one dict in a record has the key that is looked up next: ``r["at"]["city"]``."""
    match item.above[:2]:
        case (ast.Subscript() as place, ast.Subscript(value=ast.Subscript() as inner, slice=key)):
            wanted = literal(key) if inner is place else None
        case (ast.Subscript(), ast.Dict(keys=keys)) if None in keys:
            inner_keys = "|".join(map(re.escape, evidence.missing))
            held = rf"""["']{re.escape(item.word)}["']:\s*{{[^{{}}]*["'](?:{inner_keys})["']"""
            return bool(inner_keys) and any(re.search(held, text) for text in evidence.sources)
        case _:
            wanted = None
    if not isinstance(wanted, str):
        return False
    records = (literal(n) for source in evidence.sources for n in ast.walk(tree_of_most(source)[0])
               if isinstance(n, ast.Dict))  # fmt: skip
    holders = [{name for name, value in record.items()
                if isinstance(value, dict) and wanted in value}
               for record in records
               if isinstance(record, dict) and item.word in record]  # fmt: skip
    return bool(holders) and all(one == {item.word} for one in holders)


def _leads_through_records(word: str, evidence: Evidence) -> bool:
    """Whether it is the way to a value in records that are laid flat: ``"at.city"``."""
    calls = (call for change in evidence.changes for call in change.new(ast.Call))
    is_flat = any(callee_of(call) == "json_normalize" for call in calls)
    return is_flat and "." in word and set(word.split(".")) <= evidence.existing


def _stays_beside_columns(item: Item, evidence: Evidence) -> bool:
    """Whether a column stays where others are laid below each other: ``melt(id_vars="day")``."""
    is_melted = given_to(item.above, ast.keyword, ast.List, ast.Tuple) == "melt"
    return is_melted and item.word in evidence.live & evidence.used


def _is_of_all_columns(item: Item, evidence: Evidence) -> bool:
    """Whether all columns are gone through but those that the failed statement names."""
    for node in item.above:
        if isinstance(node, ast.List | ast.Tuple):
            names = strings(node.elts)
            return len(names) == len(node.elts) and any(
                names <= columns <= names | evidence.used for columns in evidence.column_sets
            )
    return False


def _is_of_kind(item: Item, evidence: Evidence) -> bool:
    """Whether a column is chosen of numbers, or times, where others cannot be worked with."""
    if "DatetimeIndex" in evidence.message or "window must be" in evidence.message:
        return item.word in evidence.columns_of("datetime")
    match item.above[:2]:
        case (ast.List(), ast.Subscript() | ast.keyword(arg="values")):
            is_number = item.word in evidence.columns_of("int", "float", "uint")
            return is_number and _OF_TEXTS.search(evidence.message) is not None
    return False


def _is_passed_on(item: Item, fresh: Sequence[Statement]) -> bool:
    """Whether a value keeps its key: ``{"a": row["a"]}``, ``t["a"] = t["a"].astype(int)``."""
    node = item.statement.node
    stored = strings(t.slice for t in targets(node) if isinstance(t, ast.Subscript))
    if item.word in stored and isinstance(node, ast.Assign) and _looks_up(node.value, item.word):
        return True
    if any(
        node.arg == "on" if isinstance(node, ast.keyword)
        else callee_of(node) == "set_index"
        for node in item.above
    ):  # fmt: skip
        made = (t for new in fresh for t in targets(new.node) if isinstance(t, ast.Subscript))
        return item.word in strings(target.slice for target in made)
    keyed = [node for node in item.above if isinstance(node, ast.Dict)]
    return any(
        literal(key) == item.word and _looks_up(value, item.word)
        for node in keyed
        for key, value in zip(node.keys, node.values, strict=True)
    )


def _looks_up(value: ast.expr, key: str) -> bool:
    return any(isinstance(n, ast.Subscript) and literal(n.slice) == key for n in ast.walk(value))
