package dev.versioned.processes;

import dev.versioned.testkit.LocalRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes that use the stores of a test. */
final class Processes {
  private Processes() {}

  /** Prepares a process, which writes both streams to one; it does not live long. */
  static ProcessBuilder of(LocalRepository local, Class<?> main, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It does not live long enough for more.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
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
    return builder;
  }
}
