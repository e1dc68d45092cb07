package dev.versioned.sandbox;

import dev.versioned.testkit.EmbeddedAws;
import dev.versioned.testkit.LocalRepository;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * S3 and DynamoDB in this process, on free ports of the loopback address, with an empty repository.
 * Objects are in a temporary folder, items in memory: when it is closed nothing stays.
 *
 * <p>Thread-safe.
 */
public final class Sandbox implements AutoCloseable {
  /** What would lead a command elsewhere. */
  private static final List<String> UNSET =
      List.of(
          "AWS_PROFILE",
          "AWS_SESSION_TOKEN",
          "AWS_ENDPOINT_URL",
          "VERSIONED_CONTEXT",
          "VERSIONED_ENDPOINT_URL",
          "VERSIONED_PROFILE",
          "VERSIONED_PREFIX",
          "VERSIONED_REGION",
          "VERSIONED_EXPECTED_BUCKET_OWNER");

  private final EmbeddedAws aws;
  private final LocalRepository repository;

  private Sandbox(EmbeddedAws aws, LocalRepository repository) {
    this.aws = aws;
    this.repository = repository;
  }

  /**
   * Starts the servers, and makes bucket and table.
   *
   * @return a running sandbox; the caller closes it
   * @throws IllegalStateException if a server cannot be started
   */
  public static Sandbox start() {
    EmbeddedAws aws = EmbeddedAws.startOnDisk();
    try {
      return new Sandbox(aws, LocalRepository.create(aws));
    } catch (RuntimeException e) {
      aws.close();
      throw e;
    }
  }

  /**
   * Returns the environment in which the command uses this sandbox.
   *
   * @return variables and values, ordered by name
   */
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("AWS_ACCESS_KEY_ID", aws.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", aws.secretKey());
    environment.put("AWS_REGION", aws.region());
    // Python's and the AWS CLI's older name.
    environment.put("AWS_DEFAULT_REGION", aws.region());
    environment.put("AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString());
    environment.put("VERSIONED_BUCKET", repository.bucket());
    environment.put("VERSIONED_TABLE", repository.table());
    return environment;
  }

  /**
   * Returns the environment as a POSIX shell reads it.
   *
   * @return lines that unset what would lead elsewhere, and export the rest
   */
  public List<String> exports() {
    List<String> lines =
        environment().entrySet().stream()
            .map(e -> "export " + e.getKey() + "='" + e.getValue() + "'")
            .toList();
    return Stream.concat(Stream.of("unset " + String.join(" ", UNSET)), lines.stream()).toList();
  }

  /**
   * Runs a command in that environment, with this process's streams, and waits for its end.
   *
   * @param command the command and its arguments
   * @return its exit code
   * @throws IOException if it cannot be started
   * @throws InterruptedException if the thread is interrupted; the command is ended then
   */
  public int run(List<String> command) throws IOException, InterruptedException {
    Objects.requireNonNull(command, "command");
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    UNSET.forEach(builder.environment()::remove);
    builder.environment().putAll(environment());
    Process process = builder.start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  /** Stops the servers, and removes what they stored. */
  @Override
  public void close() {
    repository.close();
    aws.close();
  }

  /**
   * Starts a sandbox. With a command it runs that, and ends with its exit code; without one it
   * prints the exports for a shell, and runs until it is stopped.
   *
   * @param args a command and its arguments, after {@code --} if wanted
   * @throws IOException if the command cannot be started
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    List<String> command = List.of(args);
    if (!command.isEmpty() && command.get(0).equals("--")) {
      command = command.subList(1, command.size());
    }
    Sandbox sandbox = start();
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox"));
    if (!command.isEmpty()) {
      System.exit(sandbox.run(command));
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    sandbox.exports().forEach(out::println);
    System.err.println(
        "# A sandbox runs until Ctrl-C, and then forgets everything. Run these lines in another shell.");
    new CountDownLatch(1).await();
  }
}
