package dev.versioned.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void quantilesLieBetweenTheirNeighbours() {
    Times times = new Times(new long[] {40, 10, 30, 20});
    assertThat(times.median()).isEqualTo(25);
    assertThat(times.quantile(0)).isEqualTo(10);
    assertThat(times.quantile(1)).isEqualTo(40);
  }

  @Test
  void speedIsTheInverseOfTime() {
    Results results = new Results();
    Map<String, Times> times = new LinkedHashMap<>();
    times.put("slow", new Times(new long[] {2_000_000_000L}));
    times.put("fast", new Times(new long[] {1_000_000_000L}));
    results.addSpeeds("s", "MB/s", 100, times);
    results.compareSpeeds("s", times, "slow", "fast", Target.atLeast(1));
    results.compareTimes("s", times, "slow", "fast", Target.atMost(2));
    assertThat(results.measurements())
        .extracting(Results.Measurement::median)
        .containsExactly(50.0, 100.0);
    assertThat(results.comparisons())
        .extracting(Results.Comparison::ratio, Results.Comparison::isMet)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0.5, false),
            org.assertj.core.groups.Tuple.tuple(2.0, true));
  }

  @Test
  void contendersTakeTurnsAndWarmUpsDoNotCount() throws Exception {
    List<String> order = new ArrayList<>();
    Map<String, Times> times =
        new Alternating()
            .add("a", () -> order.add("a") ? order.size() : 0)
            .add("b", () -> order.add("b") ? order.size() : 0)
            .run(1, 2);
    assertThat(order).containsExactly("a", "b", "b", "a", "a", "b");
    assertThat(times.get("a").rounds()).isEqualTo(2);
    assertThat(times.get("a").median()).isEqualTo(4.5);
  }
}
