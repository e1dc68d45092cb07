package dev.versioned.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.maintenance.Garbage;
import dev.versioned.model.Alias;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import dev.versioned.testkit.EmbeddedAws;
import dev.versioned.testkit.LocalAws;
import dev.versioned.testkit.LocalRepository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A repository of 1,000 versions and 10 aliases is exported by processes that are killed 20 times,
 * and imported into another bucket and another table by processes that are killed 20 times.
 *
 * <p>{@code -Dversioned.kill.seed=…} repeats the random numbers of an earlier run.
 */
@Tag("full")
class KilledCopyTest {
  private static final Logger LOG = LoggerFactory.getLogger(KilledCopyTest.class);
  private static final long SEED = Long.getLong("versioned.kill.seed", System.nanoTime());
  private static final int KILLS = 20;
  private static final int VERSIONS = 1_000;
  private static final int ALIASES = 10;
  private static final int CONTENT_BYTES = 100;

  private final Random random = new Random(SEED);

  private static byte[] content(int seed) {
    byte[] bytes = new byte[CONTENT_BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void fill(Artifact artifact) {
    IntStream.rangeClosed(1, VERSIONS)
        .parallel()
        .forEach(
            i ->
                assertThat(
                        artifact
                            .publish(
                                Content.of(content(i)),
                                p -> p.metadata("seed", "" + i).idempotencyKey("key-" + i))
                            .version()
                            .number()
                            .value())
                    .isBetween(1L, (long) VERSIONS));
    for (int i = 1; i <= ALIASES; i++) {
      for (int move = 0; move < 3; move++) {
        artifact.alias("ALIAS" + i).pointTo(VersionNumber.of(50L * i + move));
      }
      artifact
          .alias("ALIAS" + i)
          .split(VersionNumber.of(50L * i), VersionNumber.of(3L * i), Weight.percent(i));
    }
    for (int i = 700; i < 720; i++) {
      artifact.delete(VersionNumber.of(i));
    }
    assertThat(artifact.put(Content.of(content(0))).sizeBytes()).isEqualTo(CONTENT_BYTES);
  }

  private static Process start(String verb, LocalRepository local, Path folder) throws IOException {
    return Processes.of(local, CopyProcess.class, verb, local.bucket(), folder.toString()).start();
  }

  /** Runs a process until it has written some bytes, and kills it; returns its last line. */
  private static String run(String verb, LocalRepository local, Path folder, long bytes)
      throws IOException, InterruptedException {
    Process process = start(verb, local, folder);
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        if (line.matches("[0-9]+") && Long.parseLong(line) >= bytes) {
          process.destroyForcibly(); // SIGKILL
          break;
        }
      }
    } finally {
      process.destroyForcibly();
    }
    int unused = process.waitFor();
    return last;
  }

  private void runKilled(String verb, LocalRepository local, Path folder)
      throws IOException, InterruptedException {
    for (int kill = 1; kill <= KILLS; kill++) {
      long versions = 5L + random.nextInt(35);
      String last = run(verb, local, folder, versions * CONTENT_BYTES);
      assertThat(last).as("%s, kill %s", verb, kill).matches("[0-9]+");
      LOG.info("{}: kill {} after {} bytes", verb, kill, last);
    }
    String done = run(verb, local, folder, Long.MAX_VALUE);
    assertThat(done).startsWith(CopyProcess.DONE);
    LOG.info("{}: {}", verb, done);
  }

  private static List<Object> kept(Artifact artifact) {
    List<Object> all = new ArrayList<>();
    for (VersionState state : VersionState.values()) {
      all.add(artifact.versions(state).map(KilledCopyTest::kept).toList());
    }
    all.add(kept(artifact.resolve("$LATEST")));
    for (Alias alias : artifact.aliases().toList()) {
      all.add(
          List.of(
              alias.name(),
              alias.revision(),
              alias.routing(),
              alias.slots(),
              alias.splitId(),
              alias.updatedAt(),
              alias.updatedBy()));
      all.add(artifact.alias(alias.name()).ledger().toList());
    }
    return all;
  }

  /** Everything except where the bytes are. */
  private static List<Object> kept(Version v) {
    return List.of(
        v.id(),
        v.digest(),
        v.sizeBytes(),
        v.contentType(),
        v.fileName(),
        v.description(),
        v.metadata(),
        v.createdAt(),
        v.createdBy(),
        v.key());
  }

  @Test
  void copyIsEqualHoweverOftenItWasKilled(@TempDir Path temporary) throws Exception {
    LOG.info("-Dversioned.kill.seed={}", SEED);
    Path folder = temporary.resolve("export");
    try (LocalAws aws = EmbeddedAws.startOnDisk();
        LocalRepository from = LocalRepository.create(aws);
        LocalRepository to = LocalRepository.create(aws)) {
      Artifact source = from.repository().artifact("checkout");
      fill(source);
      runKilled("export", from, folder);
      runKilled("import", to, folder);
      ArtifactRepository target = to.repository();
      Artifact copy = target.artifact("checkout");
      assertThat(kept(copy)).isEqualTo(kept(source));
      assertThat(target.fsck().verifyingDigests().violations()).isEmpty();
      // Parts of killed requests may be garbage of no version; nothing of a version is.
      try (Stream<Garbage> garbage = target.gc().withGracePeriod(Duration.ZERO).plan()) {
        assertThat(garbage).isEmpty();
      }
      assertThat(copy.publish(Content.of("next")).version().number().value())
          .isEqualTo(VERSIONS + 1);
      String key = "key-7";
      assertThat(
              copy.publish(Content.of(content(7)), p -> p.metadata("seed", "7").idempotencyKey(key))
                  .version()
                  .metadata())
          .containsEntry("seed", "7");
    }
  }
}
