package dev.versioned.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.FleetGate;
import dev.versioned.fleet.ProcessReport;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FleetGateTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final Artifact artifact = ArtifactRepository.inMemory().artifact("a");
  private final AliasHandle live = artifact.alias("LIVE");
  private final RolloutStatus status;
  private final List<ProcessReport> reports = new ArrayList<>();

  FleetGateTest() {
    live.pointTo(artifact.publish(Content.of("one")).version());
    status =
        live.rollout()
            .start(
                artifact.publish(Content.of("two")).version(),
                RolloutStrategy.parse("Canary10Percent5Minutes"));
  }

  private void add(int count, String host, long revision, Map<VersionNumber, String> notReady) {
    for (int i = 0; i < count; i++) {
      String name = host.replace("N", String.valueOf(i));
      reports.add(
          new ProcessReport(
              name + "#" + reports.size(),
              0,
              revision,
              new TreeSet<>(),
              new TreeMap<>(notReady),
              Duration.ZERO,
              NOON,
              NOON.plusSeconds(180)));
    }
  }

  private Health check(FleetGate gate) {
    return gate.check(status);
  }

  private FleetGate gate() {
    return FleetGate.of(() -> new Fleet(live.read(), NOON, 1, reports));
  }

  private static Map<VersionNumber, String> diskFull() {
    return Map.of(VersionNumber.of(2), "the disk is full");
  }

  @Test
  void silentFleetIsNotEnoughData() {
    assertThat(check(gate())).isInstanceOf(Health.NotEnoughData.class);
  }

  @Test
  void fleetThatIsBehindIsWaitedFor() {
    long now = live.read().revision();
    add(98, "host-N", now, Map.of());
    add(2, "late-N", now - 1, Map.of());
    assertThat(check(gate()))
        .isEqualTo(
            Health.notEnoughData(
                "98 of 100 reports are of revision 2, 99% are needed; behind: late-0, late-1"));
    assertThat(check(gate().withConverged(Weight.percent(98)))).isEqualTo(Health.healthy());
    add(100, "more-N", now, Map.of());
    assertThat(check(gate())).isEqualTo(Health.healthy());
  }

  @Test
  void versionThatHostsCannotPrepareIsUnhealthy() {
    long now = live.read().revision();
    add(89, "host-N", now, Map.of());
    add(11, "bad-N", now - 1, diskFull());
    assertThat(check(gate()))
        .isInstanceOfSatisfying(
            Health.Unhealthy.class,
            unhealthy ->
                assertThat(unhealthy.reason())
                    .startsWith("11 of 100 reports: version 2 cannot be prepared")
                    .contains("the disk is full", "bad-0", "…"));
    assertThat(check(gate().withNotReady(Weight.percent(11))))
        .isInstanceOf(Health.NotEnoughData.class);
  }

  @Test
  void oneHostEndsNoRollout() {
    long now = live.read().revision();
    add(10, "host-N", now, Map.of());
    add(30, "bad", now - 1, diskFull());
    assertThat(check(gate())).isInstanceOf(Health.NotEnoughData.class);
    add(1, "bad-too", now - 1, diskFull());
    assertThat(check(gate())).isInstanceOf(Health.Unhealthy.class);
  }

  @Test
  void rolloutGoesBackWhereItCannotBePrepared() {
    add(2, "bad-N", live.read().revision() - 1, diskFull());
    TickResult result = live.rollout().tick(gate());
    assertThat(result.status().rollout().state()).isEqualTo(Rollout.State.ROLLED_BACK);
    assertThat(result.status().rollout().reason()).contains("the disk is full");
    assertThat(live.read().routing().primary()).isEqualTo(VersionNumber.of(1));
  }
}
