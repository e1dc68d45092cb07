package dev.versioned.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultScriptTest {
  private static final List<Fault> FAULTS = List.of(Fault.LOSE_REPLY, Fault.THROTTLE);

  private static List<Fault> first(int count, FaultScript script) {
    return LongStream.range(0, count)
        .mapToObj(i -> script.at(new StoreCall(i, StoreOperation.COMMIT, i + 1)))
        .toList();
  }

  @Test
  void nthCallOfAnOperationMeetsIt() {
    FaultScript script = FaultScript.nth(StoreOperation.COMMIT, 2, Fault.LOSE_REPLY);
    assertThat(first(3, script)).containsExactly(Fault.NONE, Fault.LOSE_REPLY, Fault.NONE);
    assertThat(script.at(new StoreCall(1, StoreOperation.MOVE, 2))).isEqualTo(Fault.NONE);
  }

  @Test
  void scriptsFollowEachOther() {
    FaultScript script =
        FaultScript.at(0, Fault.THROTTLE)
            .and(FaultScript.at(0, Fault.REFUSE))
            .and(FaultScript.at(2, Fault.REFUSE));
    assertThat(first(3, script)).containsExactly(Fault.THROTTLE, Fault.NONE, Fault.REFUSE);
  }

  @Test
  void sameSeedGivesTheSameFaults() {
    List<Fault> faults = first(1000, FaultScript.seeded(42, 0.1, FAULTS));
    assertThat(first(1000, FaultScript.seeded(42, 0.1, FAULTS))).isEqualTo(faults);
    assertThat(first(1000, FaultScript.seeded(43, 0.1, FAULTS))).isNotEqualTo(faults);
    assertThat(faults).contains(Fault.LOSE_REPLY, Fault.THROTTLE, Fault.NONE);
    List<Fault> met = new ArrayList<>(faults);
    met.removeIf(fault -> fault == Fault.NONE);
    assertThat(met).hasSizeBetween(70, 130);
  }
}
