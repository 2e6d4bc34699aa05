"""What the engine's numbers become."""

from __future__ import annotations

from jupyter_codeintel.ipython.panel.metrics import History, read_numbers
from jupyter_codeintel.ipython.panel.sparkline import sparkline

TEXT = """\
# HELP codeintel_engine_requests_total Generations that have ended
codeintel_engine_requests_total 3.0
codeintel_engine_http_responses_total{status="200"} 4.0
codeintel_engine_resident_memory_bytes 1.5e+09
python_info 1.0
"""


def test_numbers_without_labels_are_read() -> None:
    assert read_numbers(TEXT) == {"requests_total": 3.0, "resident_memory_bytes": 1.5e9}


def test_each_look_is_the_difference_to_the_one_before() -> None:
    past = History()
    for requests, seconds, tokens in ((1, 0.1, 10), (3, 0.5, 40), (3, 0.5, 40), (1, 0.3, 5)):
        past.add(
            {
                "requests_total": requests,
                "ttft_seconds_sum": seconds,
                "ttft_seconds_count": requests,
                "evaluated_tokens_total": tokens,
                "resident_memory_bytes": 2e9,
            }
        )
    # The last look is at an engine that was started anew.
    assert [round(one) for one in past.latency_ms] == [100, 200, 200, 300]
    assert list(past.evaluated) == [10, 30, 0, 5]
    assert past.memory_gb[-1] == 2.0


def test_a_plot_is_told_in_words_and_escaped() -> None:
    drawn = sparkline("<Latency>", [[0, 5, 10], []], '10 "ms"')
    assert 'aria-label="&lt;Latency&gt;: 10 &quot;ms&quot;"' in drawn
    assert 'points="2.0,30.0 80.0,16.0 158.0,2.0"' in drawn
    assert "<Latency>" not in drawn
