"""Which calls change an object in place, judged by their names.

Text alone cannot tell. These lists are of what notebooks do: collections, pandas, plotting
and training.
"""

from __future__ import annotations

from collections.abc import Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_METHODS = _words(
    """
    add append appendleft clear close compile discard eval extend extendleft fill fit
    fit_predict fit_resample fit_transform insert insort load_state_dict load_weights
    move_to_end partial_fit pop popitem popleft put put_nowait remove requires_grad_ reset
    resize reverse rotate seed setdefault setflags shuffle sort step subplots_adjust
    tick_params tight_layout train train_on_batch update write writelines zero_grad
    """
)
_PREFIXES = ("add_", "append_", "insert_", "load_state", "register_", "remove_", "set_", "update_")
_OF_FIRST_ARGUMENT = _words(
    """
    fill_diagonal heapify heappop heappush heappushpop heapreplace insort insort_left
    insort_right place put put_along_axis putmask setattr shuffle
    """
)
_PURE_FUNCTIONS = _words(
    """
    all any bool callable delattr dict dir display enumerate exec eval filter float
    getattr hasattr hash help id input int isinstance issubclass iter len list locals map max
    min open pprint pp print range repr reversed round set sorted str sum tuple type vars zip
    """
)
_PURE_METHODS = _words(
    """
    agg all any apply astype barplot boxplot copy corr count countplot describe display
    distplot dropna fillna get groupby hasattr head heatmap hist histplot info isna isnull
    items join keys lineplot log mean memory_usage nlargest nsmallest nunique pairplot plot
    predict predict_proba query sample savefig scatterplot score select_dtypes show
    sort_values split strip sum summary tail to_csv to_excel to_frame to_html to_json
    to_list to_markdown to_numpy to_parquet to_pickle to_sql to_string tolist transform
    unique value_counts values view
    """
)


def changes_object(methods: Sequence[str], *, unused: bool) -> bool:
    """Whether a chain of calls changes the object that it starts from.

    Parameters
    ----------
    methods : sequence of str
        The attributes up to the first call, the method last.
    unused : bool
        Whether the statement is for its effect alone: nothing takes the value, and the
        notebook does not show it.
    """
    method = methods[-1]
    if method in _METHODS or method.startswith(_PREFIXES) or _in_place(method):
        return True
    return unused and method not in _PURE_METHODS and "plot" not in methods


def changes_arguments(function: str, *, is_method: bool, unused: bool) -> bool:
    """Whether a call changes the objects that it is given."""
    if function in _OF_FIRST_ARGUMENT:
        return True
    return unused and not is_method and function not in _PURE_FUNCTIONS


def _in_place(method: str) -> bool:
    """Whether it is named as PyTorch names what works in place, ``clamp_``."""
    return method.endswith("_") and not method.endswith("__")
