"""Which words of Python and its libraries do the same, and which keep what they are given."""

from __future__ import annotations

from jupyter_codeintel.fix.knowledge.changed import successors

CONVERTS = frozenset(
    {"int", "float", "str", "bool", "list", "tuple", "dict", "set", "frozenset", "bytes", "iter",
     "array", "asarray", "astype", "to_numeric", "to_datetime", "to_timedelta", "to_numpy",
     "tolist", "to_list", "to_frame", "to_dict", "Series", "DataFrame", "Decimal", "Fraction",
     "Path", "items", "keys", "values", "copy", "deepcopy", "reset_index", "set_index", "rename",
     "strftime", "isoformat", "date", "encode", "decode", "format", "apply", "map", "assign",
     "float64", "int64", "float32", "int32", "Timestamp", "fspath", "to_pydatetime", "namedtuple",
     "collect", "to_pandas", "chr", "convert_dtypes", "literal_eval", "loads"}
)  # fmt: skip
"""Make another kind of the same value."""

CLEANS = frozenset(
    {"strip", "lstrip", "rstrip", "lower", "upper", "title", "casefold", "capitalize", "replace",
     "split", "splitlines", "join", "removeprefix", "removesuffix", "sub", "translate",
     "maketrans", "zfill"}
)  # fmt: skip
"""Take from a text what stands in the way."""

TURNS = frozenset(
    {"reshape", "T", "transpose", "ravel", "flatten", "flat", "squeeze", "expand_dims", "newaxis",
     "atleast_2d", "atleast_1d", "column_stack", "swapaxes", "broadcast_to", "values", "mul",
     "add", "sub", "div", "multiply", "reindex", "reindex_like", "align"}
)  # fmt: skip
"""Lay the same numbers out otherwise."""

GOES_THROUGH = frozenset({"zip", "enumerate", "range", "map", "reversed", "append", "extend",
                          "add", "iterrows", "itertuples", "list",
                          "query"})  # fmt: skip

ACCESSES = frozenset({"str", "dt", "loc", "iloc", "at", "iat", "columns", "index", "shape",
                      "values", "T", "size", "ndim", "dtype", "name", "options", "mode",
                      "path", "parent", "cat", "statistic", "pvalue"})  # fmt: skip

FREE = (GOES_THROUGH | ACCESSES | CLEANS) | frozenset(
    {"copy", "deepcopy", "tuple", "iter", "str", "items", "keys", "values", "to_numpy", "tolist",
     "apply", "map", "applymap", "UAdd", "print", "display", "reset_index", "Series", "array",
     "asarray", "dict", "JoinedStr", "deque", "compile"}
)  # fmt: skip
"""What can go without a trace in what comes out, or leaves one that the trial shows."""

ARGUMENTS = frozenset(
    {"axis", "ignore_index", "how", "on", "left_on", "right_on",
     "columns", "index", "dtype", "format", "sep", "delimiter", "encoding", "key", "inplace",
     "keepdims", "decimal", "thousands", "drop", "as_index", "reverse", "ascending", "names",
     "header", "index_col", "parse_dates", "numeric_only", "data", "by", "labels", "x", "y",
     "ax", "shape", "strict", "regex", "newline", "mode", "file", "observed", "values", "copy",
     "axes", "ddof", "end", "flush", "tz", "utc", "dayfirst", "expand", "label",
     "p0", "x0"}
)  # fmt: skip
"""Say how, and not what comes out where something is missing."""

ENDINGS = frozenset({"suffixes", "lsuffix", "rsuffix"})
"""Arguments that tell columns apart which two tables have."""

A_HAIR = 1e-6
"""The largest tolerance that is taken for one without being asked for."""

NUMBERS = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven",
           "8": "eight", "9": "nine", "10": "ten", "11": "eleven", "12": "twelve",
           "20": "twenty", "100": "hundred", "1000": "thousand"}  # fmt: skip
"""In words; that of 1 is said of other things as well."""

STABLE = frozenset({"logaddexp", "logsumexp", "expit", "softmax", "log_softmax", "tanh", "log1p",
                    "expm1", "gammaln", "lgamma"})  # fmt: skip
"""Work out with large numbers what exponentials cannot."""

CONVOLVES = frozenset({"convolve", "correlate", "fftconvolve", "convolve2d"})

TYPES = frozenset({"float", "int", "str", "object", "int64", "float64", "string", "datetime64[ns]",
                   "category", "bool", "left", "right", "inner", "outer", "utf-8", "latin-1",
                   "cp1252", "columns", "index"})  # fmt: skip

NARROW = frozenset({"int8", "int16", "int32", "uint8", "uint16", "uint32", "float16", "float32"})
"""Hold no large numbers."""

FALLS_BACK = frozenset(
    {"default", "errors", "fill_value", "na_values", "na_filter", "keep_default_na", "na_rep",
     "on_bad_lines", "error_bad_lines", "invalid_raise", "skiprows", "nrows", "skip_blank_lines",
     "usecols", "max_rows", "comment", "initial", "n", "frac", "suffixes", "lsuffix", "rsuffix",
     "where", "mode", "lower", "upper", "min", "max", "fillvalue", "strict", "missing_ok",
     "left_index", "right_index"}
)  # fmt: skip
"""Arguments that say what comes out where something is missing, wrong or too long."""

ASKED_BY = {
    "sum": ("sum", "total", "totals", "altogether"),
    "mean": ("mean", "average", "averages"),
    "median": ("median",),
    "count": ("count", "how many", "number of"),
    "size": ("count", "how many", "number of"),
    "countplot": ("count", "how many", "number of"),
    "len": ("how many", "number of"),
    "max": ("maximum", "largest", "highest", "greatest", "most", "longest", "latest"),
    "min": ("minimum", "smallest", "lowest", "least", "shortest", "earliest"),
    "std": ("standard deviation",),
    "Div": ("over", "divided by", "ratio", "per", "share", "quotient"),
    "Mult": ("times", "multiplied by", "product"),
    "Sub": ("minus", "difference", "differences", "distance", "distances"),
    "Add": ("plus",),
    "last": ("last", "latest", "newest", "most recent"),
    "first": ("first", "earliest", "oldest"),
    "idxmax": ("largest", "highest", "greatest", "most", "longest", "latest", "newest", "best"),
    "idxmin": ("smallest", "lowest", "least", "shortest", "earliest", "oldest", "cheapest"),
    "lstsq": ("least squares", "least-squares", "regression"),
}
"""The words with which a person asks for what a function gives."""

EVADES = frozenset(
    {
        "coerce",
        "ignore",
        "skip",
        "warn",
        "cross",
        "mixed",
        "clip",
        "wrap",
        "unsafe",
        "many_to_many",
        "m:m",
    }
)
"""Values of arguments that let pass what does not fit."""

LOSES = frozenset(
    {"round", "readline", "pinv", "lstsq", "len", "hash", "id", "type", "bool", "ord", "sum",
     "mean", "median", "max", "min", "std", "var", "any", "all", "count", "nunique", "unique",
     "first", "last", "mode", "prod", "argmax", "argmin", "idxmax", "idxmin", "head", "tail",
     "sample", "choice", "choices", "nlargest", "nsmallest", "resize", "pad", "take", "clip",
     "fillna", "nan_to_num", "dropna", "zeros", "ones", "full", "empty", "eye", "zeros_like",
     "ones_like", "full_like", "empty_like", "isna", "isnull", "notna", "notnull", "repr", "dir",
     "vars", "getattr", "hasattr", "isinstance", "callable", "print", "next", "get", "reindex",
     "where", "mask", "cut", "sign", "roll", "shuffle", "permutation", "interp", "eval", "exec",
     "filter", "islice", "repeat", "cycle", "drop", "abs", "sorted", "sort", "set", "now", "today",
     "fromkeys", "isdigit", "isnumeric", "isdecimal", "isalpha", "between", "duplicated",
     "DummyClassifier", "DummyRegressor", "countplot", "ffill", "bfill"}
)  # fmt: skip
"""Give less than they are given, or something else."""

_SAME = tuple(map(frozenset, (
    {"append", "extend", "insert", "update", "concat", "concatenate", "hstack", "vstack",
     "stack", "chain", "setdefault", "Add"},
    {"Add", "sum", "fsum", "cumsum", "nansum", "add", "accumulate"},
    {"Add", "JoinedStr", "format", "join", "Mod", "str"},
    {"Sub", "diff", "subtract", "sub", "pairwise"},
    {"mean", "average", "avg", "fmean", "nanmean"},
    {"median", "nanmedian", "quantile"},
    {"std", "stdev", "nanstd", "pstdev"},
    {"var", "variance"},
    {"max", "amax", "nanmax", "maximum"},
    {"min", "amin", "nanmin", "minimum"},
    {"idxmax", "argmax", "nanargmax"},
    {"idxmin", "argmin"},
    {"sort", "sorted", "sort_values", "argsort", "sort_index"},
    {"sort_values", "sort", "sorted", "nlargest", "nsmallest"}, {"head", "nlargest", "nsmallest"},
    {"len", "length", "size", "count", "shape", "count_nonzero", "nunique"},
    {"count", "value_counts", "Counter", "get", "setdefault", "defaultdict", "most_common"},
    {"count", "sum", "size"},
    {"unique", "drop_duplicates", "set", "fromkeys", "nunique"},
    {"Mult", "multiply", "MatMult", "dot", "matmul", "prod", "einsum", "mul", "inner"},
    {"Div", "FloorDiv", "divide", "true_divide", "div", "floor_divide", "divmod"},
    {"Pow", "pow", "power", "sqrt", "square", "norm", "hypot"},
    {"floor", "int", "trunc"},
    {"ones", "ones_like"},
    {"zeros", "zeros_like"},
    {"abs", "fabs", "absolute"},
    {"dayofweek", "day_of_week", "weekday"},
    {"lower", "casefold", "lowercase", "tolower", "to_lower"},
    {"upper", "uppercase", "toupper", "to_upper"},
    {"asin", "arcsin"}, {"acos", "arccos"}, {"atan", "arctan"}, {"atan2", "arctan2"},
    {"And", "BitAnd", "logical_and", "all", "between"},
    {"Or", "BitOr", "logical_or", "any", "isin"},
    {"Not", "Invert", "logical_not"},
    {"Eq", "NotEq", "Is", "IsNot", "equals", "isna", "isnull", "isclose"},
    {"Lt", "LtE"}, {"Gt", "GtE"},
    {"In", "NotIn", "has_key", "contains", "isin", "find", "startswith", "Eq"},
    {"Del", "pop", "remove", "discard", "drop"},
    {"to_datetime", "to_timedelta"},
    {"convolve", "rolling", "Add"},
    {"strptime", "fromisoformat", "to_datetime", "datetime", "fromtimestamp", "date", "parse"},
    {"split", "reader", "DictReader", "partition", "findall"},
    {"group", "groups", "findall", "split", "partition", "removeprefix", "fromisoformat"},
    {"set", "set_xlabel", "set_ylabel", "set_title", "set_xscale", "set_yscale", "set_xlim",
     "set_ylim", "set_xticks", "set_yticks", "xlabel", "ylabel", "title"},
    {"loads", "load", "literal_eval", "safe_load"},
    {"read_csv", "read_table", "read_excel", "read_json", "read_parquet", "open", "reader"},
    {"writerow", "writelines", "write"},
    {"clock", "perf_counter", "process_time", "monotonic"},
    {"solve", "inv"},
    {"merge", "join"},
    {"stem", "name", "suffix", "splitext", "basename", "rpartition", "removesuffix"},
    {"Gt", "gt", "max"},
    {"Lt", "lt", "min"},
    {"query", "loc", "filter"}, {"between", "query", "LtE", "GtE"},
    {"pivot", "pivot_table", "unstack"},
    {"apply", "map", "applymap", "transform", "agg", "aggregate", "vectorize"},
    {"plot", "bar", "line", "barh", "scatter", "hist"},
    {"int", "float", "astype", "convert_dtypes", "to_numeric", "int8", "int16", "int32",
     "int64", "uint8", "float16", "float32", "float64"},
    {"randint", "integers", "random", "rand", "default_rng", "normal", "randn", "standard_normal"},
    {"next", "iter", "list", "__next__"},
    {"cm", "colormaps", "get_cmap"},
    {"days", "seconds", "total_seconds"},
    {"get_dummies", "OneHotEncoder"},
)))  # fmt: skip


def do_the_same(one: str, other: str) -> bool:
    """Whether two words name operations that can stand for each other."""
    if one == other or any(one in group and other in group for group in _SAME):
        return True
    return other in successors(one)


NO_VALUES = frozenset({"pd.NA", "np.nan", "math.nan", "None", "float('nan')"})
"""How it is written that there is no value."""

IS_THERE = ("notna", "notnull")

GIVES_ONE = frozenset({"item", "max", "mean", "median", "min", "std", "sum"})
"""Make one number of many."""
