"""What libraries renamed or removed, a table for each of them.

Each group of rows says where that is told (``source``). A group has up to four parts:

- ``names``: old and new full names of what a module has; instead of a new name there may be
  an expression of the call's arguments, ``{0}``.
- ``methods``: attributes of objects of some types (``of``; any without it). The new text is
  another name, or an expression with ``{object}`` and ``{arguments}``.
- ``keywords``: arguments of some functions (``of``). The new text is another name, a whole
  argument (with ``=``), nothing when the argument is to go, or an expression with ``{call}``,
  the call without it, or with ``{object}`` and ``{arguments}``.
- ``values``: strings that some functions or arguments (``of``) take.
"""
