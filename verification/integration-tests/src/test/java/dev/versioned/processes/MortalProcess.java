package dev.versioned.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.testkit.LocalRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A process of a role that is killed and restarted, again and again. */
final class MortalProcess {
  /**
   * Lifetimes are measured in bytes written, so that a process does as much on a slow machine as on
   * a fast one.
   */
  private static final int LONGEST_LIFE_BYTES = 4_000;

  private static final int LONGEST_RESPITE_MILLIS = 200;
  private static final int LONGEST_LIFE_MILLIS = 8_000;

  private final Role role;
  private final LocalRepository local;
  private final Path output;
  private final Journal journal;
  private Process process;
  private long lifeEnd;
  private long respiteNanos;
  private long bornAt;
  private long dueAt;

  MortalProcess(Role role, int index, Path directory, LocalRepository local, Random random)
      throws IOException {
    this.role = role;
    this.local = local;
    this.output = directory.resolve(role + "-" + index + ".out");
    this.journal = new Journal(directory.resolve(role + "-" + index + ".journal"));
    this.process = start(random);
  }

  private Process start(Random random) throws IOException {
    bornAt = journal.sizeBytes();
    lifeEnd = bornAt + random.nextInt(LONGEST_LIFE_BYTES);
    respiteNanos = millis(random.nextInt(LONGEST_RESPITE_MILLIS));
    dueAt = Long.MAX_VALUE;
    return Processes.of(
            local,
            Mortal.class,
            role.name(),
            journal.file().toString(),
            local.bucket(),
            Long.toString(random.nextLong()))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  Journal journal() {
    return journal;
  }

  /** Returns whether its time is over: a random moment after it began its work. */
  boolean isDue() throws IOException {
    checkAlive();
    long written = journal.sizeBytes();
    long now = System.nanoTime();
    if (written > bornAt && dueAt == Long.MAX_VALUE) {
      dueAt = now + millis(LONGEST_LIFE_MILLIS);
    }
    if (written > bornAt && written >= lifeEnd) {
      dueAt = Math.min(dueAt, now + respiteNanos);
      lifeEnd = Long.MAX_VALUE;
    }
    return now >= dueAt;
  }

  private static long millis(int millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Kills the process at any point of its work (SIGKILL, on Unix). */
  void kill() throws IOException, InterruptedException {
    checkAlive();
    process.destroyForcibly().waitFor();
  }

  private void checkAlive() throws IOException {
    assertThat(process.isAlive())
        .as("%s ended on its own: %s", role, Files.readString(output))
        .isTrue();
  }

  void restart(Random random) throws IOException {
    process = start(random);
  }

  /** Ends the process, whatever the result of the test. */
  void close() {
    process.destroyForcibly();
  }

  /** Returns the processes of all roles that work on a repository together. */
  static List<Role> crew() {
    return List.of(Role.PUBLISHER, Role.PUBLISHER, Role.DEPLOYER, Role.DELETER, Role.COLLECTOR);
  }
}
