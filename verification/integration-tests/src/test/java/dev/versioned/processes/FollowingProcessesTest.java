package dev.versioned.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.model.Version;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ten processes with a hundred followers that read themselves, and a hundred that share their reads
 * with the host: how soon they see a move, and what becomes of the shared reads when processes are
 * killed. The figures of docs/scale.md.
 */
@Tag("full")
class FollowingProcessesTest {
  private static final Logger LOG = LoggerFactory.getLogger(FollowingProcessesTest.class);
  private static final int PROCESSES = 10;
  private static final int FOLLOWERS = 100;
  private static final int KILLED = 5;

  /** Ten processes start at once, on what may be a busy machine of two cores. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final Pattern PRINTED =
      Pattern.compile("(routes|requests) ([A-Z]+) ([0-9]+) ([0-9]{13})");

  private static final Duration INTERVAL = FollowingProcess.INTERVAL;

  /** How long a busy machine may take; the log has what it took. */
  private static final Duration WITHIN = INTERVAL.multipliedBy(6);

  /** What a process printed. */
  private record Line(Host host, String verb, String alias, long revision, long millis) {
    boolean is(String what, String of) {
      return verb.equals(what) && alias.equals(of);
    }
  }

  /** A process, and a thread that reads what it prints. */
  private static final class Host {
    private final Process process;
    private volatile boolean ready;

    Host(LocalRepository local, Path shared, List<Line> lines) throws IOException {
      process =
          Processes.of(
                  local,
                  FollowingProcess.class,
                  local.bucket(),
                  String.valueOf(FOLLOWERS),
                  shared.toString())
              .start();
      Thread reader = new Thread(() -> read(lines));
      reader.setDaemon(true);
      reader.start();
    }

    private void read(List<Line> lines) {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          // Two streams may be mixed within a line.
          Matcher words = PRINTED.matcher(line);
          if (words.find()) {
            lines.add(
                new Line(
                    this,
                    words.group(1),
                    words.group(2),
                    Long.parseLong(words.group(3)),
                    Long.parseLong(words.group(4))));
          } else if (line.contains(FollowingProcess.READY)) {
            ready = true;
          } else if (line.contains("Exception")) {
            LOG.warn("a process printed {}", line);
          }
        }
      } catch (IOException e) {
        LOG.debug("a process has ended", e);
      }
    }

    void kill() {
      process.destroyForcibly(); // SIGKILL
    }
  }

  @TempDir private Path directory;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private List<Long> seen(String alias, long revision) {
    return lines.stream()
        .filter(line -> line.is(FollowingProcess.ROUTES, alias) && line.revision() == revision)
        .map(Line::millis)
        .sorted()
        .toList();
  }

  private List<Line> requests(String alias) {
    return lines.stream().filter(line -> line.is(FollowingProcess.REQUESTS, alias)).toList();
  }

  /** Moves an alias, and returns the time within which a number of followers route by it. */
  private Duration move(Artifact artifact, String alias, Version to, int followers)
      throws InterruptedException {
    long began = System.currentTimeMillis();
    long revision = artifact.alias(alias).pointTo(to).revision();
    await(() -> seen(alias, revision).size() >= followers);
    return Duration.ofMillis(seen(alias, revision).get(followers - 1) - began);
  }

  private static void start(
      LocalRepository local, Path shared, List<Line> lines, List<Host> hosts) {
    try {
      hosts.add(new Host(local, shared, lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void moveReachesAThousandFollowersWithinTheInterval() throws InterruptedException {
    List<Host> hosts = new ArrayList<>();
    try (LocalRepository local = LocalRepository.create(SharedLocalAws.select());
        ArtifactRepository repository = local.open(settings -> settings)) {
      Artifact artifact = repository.artifact("checkout");
      Version one = artifact.publish(Content.of("one")).version();
      Version two = artifact.publish(Content.of("two")).version();
      artifact.alias(FollowingProcess.DIRECT).pointTo(one);
      artifact.alias(FollowingProcess.SHARED).pointTo(one);
      for (int i = 0; i < PROCESSES; i++) {
        start(local, directory.resolve("shared"), lines, hosts);
      }
      await(() -> hosts.stream().allMatch(host -> host.ready));
      // Ten processes that have just started are busy with that.
      Thread.sleep(2 * INTERVAL.toMillis());
      int most = PROCESSES * FOLLOWERS * 99 / 100;

      Duration direct = move(artifact, FollowingProcess.DIRECT, two, most);
      int before = requests(FollowingProcess.SHARED).size();
      long began = System.nanoTime();
      Duration shared = move(artifact, FollowingProcess.SHARED, two, most);
      Thread.sleep(Math.max(0, INTERVAL.toMillis() - (System.nanoTime() - began) / 1_000_000));
      int requests = requests(FollowingProcess.SHARED).size() - before;

      // Each in the turn that it has just taken.
      for (int i = 0; i < KILLED; i++) {
        int known = requests(FollowingProcess.SHARED).size();
        if (i == 0) {
          await(() -> requests(FollowingProcess.SHARED).size() > known);
        }
        List<Line> all = requests(FollowingProcess.SHARED);
        Host reader = all.get(all.size() - 1).host();
        Host next = reader.process.isAlive() ? reader : hosts.get(0);
        next.kill();
        hosts.remove(next);
      }
      Duration afterwards =
          move(artifact, FollowingProcess.SHARED, one, hosts.size() * FOLLOWERS * 99 / 100);
      LOG.info(
          "99 % of {} followers see a move: direct within {}, shared within {} at {} requests in"
              + " an interval; {} after {} of {} processes were killed",
          PROCESSES * FOLLOWERS, direct, shared, requests, afterwards, KILLED, PROCESSES);
      assertThat(direct).isLessThan(WITHIN);
      assertThat(shared).isLessThan(WITHIN);
      assertThat(afterwards).isLessThan(WITHIN);
      assertThat(requests).isBetween(1, 3);
    } finally {
      hosts.forEach(Host::kill);
    }
  }
}
