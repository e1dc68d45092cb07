package dev.versioned.s3dynamo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.versioned.testkit.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Python with packages, in an environment of its own under {@code target}; its scripts reach the
 * local S3 and DynamoDB.
 *
 * @param aws the local S3 and DynamoDB
 * @param tools the environment
 */
record Python(LocalAws aws, Path tools) {

  /** The outcome of a command. */
  record Outcome(int code, String text) {}

  /**
   * Makes the environment, if it does not exist; the test is skipped, with the reason, where that
   * is not possible.
   */
  static Python with(LocalAws aws, String name, Path requirements) throws Exception {
    Python python = new Python(aws, Path.of("target", name).toAbsolutePath());
    if (!Files.exists(python.bin("pip"))) {
      Outcome made =
          python.start(Map.of(), List.of("python3", "-m", "venv", python.tools.toString()));
      assumeTrue(made.code() == 0, () -> "python3 cannot make an environment: " + made.text());
    }
    Outcome had =
        python.start(
            Map.of(),
            List.of(
                python.bin("pip").toString(),
                "install",
                "--quiet",
                "--requirement",
                requirements.toString()));
    assumeTrue(had.code() == 0, () -> "pip cannot fetch " + requirements + ": " + had.text());
    return python;
  }

  private Path bin(String program) {
    return tools.resolve("bin").resolve(program);
  }

  /** Runs Python with arguments, and with more variables in its environment. */
  Outcome run(Map<String, String> variables, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(bin("python").toString()));
    command.addAll(List.of(arguments));
    return start(variables, command);
  }

  private Outcome start(Map<String, String> variables, List<String> command) throws Exception {
    Path out = Files.createTempFile("python", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder
          .environment()
          .putAll(
              Map.of(
                  "AWS_ENDPOINT_URL_S3", aws.s3Endpoint().toString(),
                  "AWS_ENDPOINT_URL_DYNAMODB", aws.dynamoDbEndpoint().toString(),
                  "AWS_ACCESS_KEY_ID", aws.accessKey(),
                  "AWS_SECRET_ACCESS_KEY", aws.secretKey(),
                  "AWS_DEFAULT_REGION", aws.region(),
                  "AWS_REQUEST_CHECKSUM_CALCULATION", "when_required",
                  "AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required",
                  "PYTHONDONTWRITEBYTECODE", "1"));
      builder.environment().putAll(variables);
      Process process;
      try {
        process = builder.redirectOutput(out.toFile()).start();
      } catch (IOException e) {
        return new Outcome(-1, String.valueOf(e.getMessage()));
      }
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Outcome(-1, "no end after five minutes");
      }
      return new Outcome(process.exitValue(), Files.readString(out));
    } finally {
      Files.delete(out);
    }
  }
}
