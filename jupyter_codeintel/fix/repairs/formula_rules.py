"""The rules about formulas that the words of a notebook name."""

from __future__ import annotations

from jupyter_codeintel.fix.repairs.arrays.grounded_networks import networks_with_ground
from jupyter_codeintel.fix.repairs.arrays.log_sums import shifted_log_sums
from jupyter_codeintel.fix.repairs.arrays.ranked_shares import ranks_of_sorted
from jupyter_codeintel.fix.repairs.arrays.unused_rows import rows_made_for_it
from jupyter_codeintel.fix.repairs.calls.rates_in_per_cent import rates_in_per_cent
from jupyter_codeintel.fix.repairs.case import Rule
from jupyter_codeintel.fix.repairs.values.balanced_flows import balanced_flows
from jupyter_codeintel.fix.repairs.values.closed_outlines import closed_outlines
from jupyter_codeintel.fix.repairs.values.degrees_in_sums import degrees_beside_radians
from jupyter_codeintel.fix.repairs.values.highest_quotients import divisors_of_quotients
from jupyter_codeintel.fix.repairs.values.levels_of_rms import levels_of_magnitudes, levels_of_rms
from jupyter_codeintel.fix.repairs.values.told_quotients import told_quotients
from jupyter_codeintel.fix.repairs.values.weighted_means import means_by_weights
from jupyter_codeintel.fix.repairs.values.whole_circles import circles_in_radians

FORMULA_RULES: tuple[Rule, ...] = (
    shifted_log_sums,
    rows_made_for_it,
    divisors_of_quotients,
    ranks_of_sorted,
    balanced_flows,
    closed_outlines,
    means_by_weights,
    circles_in_radians,
    degrees_beside_radians,
    levels_of_rms,
    levels_of_magnitudes,
    told_quotients,
    rates_in_per_cent,
    networks_with_ground,
)
"""What a formula is of, and which slip is made in it, decides alone."""
