package dev.versioned.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.processes.Journal.Kind;
import dev.versioned.testkit.LocalRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A process of a role that is killed, and started anew, again and again. */
final class MortalProcess {
  private static final int LONGEST_LIFE_MILLIS = 4_000;

  private final Role role;
  private final LocalRepository local;
  private final Path output;
  private final Journal journal;
  private Process process;
  private int starts;
  private long dueAt;
  private int lifeMillis;

  MortalProcess(Role role, int index, Path directory, LocalRepository local, Random random)
      throws IOException {
    this.role = role;
    this.local = local;
    this.output = directory.resolve(role + "-" + index + ".out");
    this.journal = new Journal(directory.resolve(role + "-" + index + ".journal"));
    this.process = start(random);
  }

  private Process start(Random random) throws IOException {
    starts++;
    dueAt = 0;
    lifeMillis = random.nextInt(LONGEST_LIFE_MILLIS);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // It does not live long enough for more.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Mortal.class.getName(),
            role.name(),
            journal.file().toString(),
            local.bucket(),
            Long.toString(random.nextLong()));
    builder
        .environment()
        .putAll(
            Map.of(
                "VERSIONED_TEST_S3_ENDPOINT", local.aws().s3Endpoint().toString(),
                "VERSIONED_TEST_DYNAMODB_ENDPOINT", local.aws().dynamoDbEndpoint().toString(),
                "AWS_ACCESS_KEY_ID", local.aws().accessKey(),
                "AWS_SECRET_ACCESS_KEY", local.aws().secretKey(),
                "AWS_REGION", local.aws().region()));
    builder.environment().remove("AWS_SESSION_TOKEN");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    return builder.start();
  }

  Journal journal() {
    return journal;
  }

  /** Tells whether its time is over: a random time after it began its work. */
  boolean isDue() throws IOException {
    checkAlive();
    if (dueAt == 0 && journal.read(Kind.READY).size() == starts) {
      dueAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lifeMillis);
    }
    return dueAt != 0 && System.nanoTime() >= dueAt;
  }

  /** Kills it wherever it is (SIGKILL, on Unix). */
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

  /** Makes an end of it, whatever was found. */
  void close() {
    process.destroyForcibly();
  }

  /** The processes of the roles that work on a repository together. */
  static List<Role> crew() {
    return List.of(Role.PUBLISHER, Role.PUBLISHER, Role.DEPLOYER, Role.DELETER, Role.COLLECTOR);
  }
}
