package dev.versioned.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.fleet.Estimate;
import dev.versioned.fleet.Fleet;
import dev.versioned.fleet.ProcessReport;
import dev.versioned.model.Version;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes with 24 followers each: the fleet is what they report. */
@Tag("full")
class FleetProcessesTest {
  private static final int FOLLOWERS = 24;

  /** A process whose followers report when they are asked. */
  private static final class Host implements AutoCloseable {
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    Host(LocalRepository local, String name, String refused) throws IOException {
      process =
          Processes.of(
                  local,
                  FleetProcess.class,
                  local.bucket(),
                  name,
                  String.valueOf(FOLLOWERS),
                  refused)
              .start();
      requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    void report() throws IOException {
      requests.write("report\n");
      requests.flush();
      List<String> lines = new ArrayList<>();
      String line = "";
      while (line != null && !line.equals(FleetProcess.REPORTED)) {
        line = answers.readLine();
        lines.add(String.valueOf(line));
      }
      assertThat(lines).contains(FleetProcess.REPORTED);
    }

    @Override
    public void close() throws IOException {
      requests.close();
      process.destroyForcibly();
    }
  }

  @Test
  void fleetIsWhatItsProcessesReport() throws IOException {
    try (LocalRepository local = LocalRepository.create(SharedLocalAws.select());
        ArtifactRepository repository = local.open(settings -> settings)) {
      Artifact artifact = repository.artifact("checkout");
      List<Version> versions =
          List.of("one", "two", "three").stream()
              .map(text -> artifact.publish(Content.of(text)).version())
              .toList();
      AliasHandle alias = artifact.alias("LIVE");
      alias.pointTo(versions.get(0));
      try (Host first = new Host(local, "first", "none");
          Host second = new Host(local, "second", "3")) {
        first.report();
        second.report();
        assertThat(alias.fleet().current()).isEqualTo(exactly(2 * FOLLOWERS));
        alias.pointTo(versions.get(1));
        first.report();
        assertThat(alias.fleet().size()).isEqualTo(exactly(2 * FOLLOWERS));
        assertThat(alias.fleet().current()).isEqualTo(exactly(FOLLOWERS));
        assertThat(alias.fleet().behind())
            .extracting(ProcessReport::name)
            .hasSize(FOLLOWERS)
            .allMatch(name -> name.startsWith("second-"));
        second.report();
        assertThat(alias.fleet().current()).isEqualTo(exactly(2 * FOLLOWERS));

        alias.rollout().start(versions.get(2), RolloutStrategy.parse("Canary10Percent5Minutes"));
        alias.rollout().tick(HealthGate.open());
        first.report();
        // Its followers find out by their next reads, a second apart.
        Instant deadline = Instant.now().plusSeconds(30);
        do {
          second.report();
        } while (!isNotReadyAtAll(alias.fleet(), versions.get(2))
            && Instant.now().isBefore(deadline));
        assertThat(alias.fleet().notReady())
            .isEqualTo(Map.of(versions.get(2).number(), exactly(FOLLOWERS)));
        assertThat(alias.rollout().tick(alias.fleetGate()).status().rollout().state())
            .isEqualTo(Rollout.State.ROLLED_BACK);
      }
    }
  }

  private static boolean isNotReadyAtAll(Fleet fleet, Version version) {
    return fleet.notReady(version.number()).size() == FOLLOWERS;
  }

  private static Estimate exactly(int number) {
    return new Estimate(number, number, number);
  }
}
