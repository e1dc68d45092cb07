package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.model.BackendException;
import dev.versioned.model.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What is said of transfers, and of calls that AWS denies. */
class TransfersTest {
  @TempDir Path directory;

  @Test
  void continuationIsALineForAShell() {
    assertThat(
            Continuation.command(
                List.of("publish", "app", "my file.jar", "--description", "it's new"), "cli-1"))
        .isEqualTo(
            "versioned publish app 'my file.jar' --description 'it'\\''s new'"
                + " --idempotency-key=cli-1");
    assertThat(Continuation.command(List.of("publish", "--idempotency-key", "k", "app"), "k"))
        .isEqualTo("versioned publish --idempotency-key k app");
  }

  @Test
  void brokenUploadPrintsTheCommandThatContinues() throws IOException {
    try (RandomAccessFile big = new RandomAccessFile(directory.resolve("big.bin").toFile(), "rw")) {
      big.setLength(16L << 20);
    }
    Run run =
        new Run(directory)
            .with("VERSIONED_BUCKET", "acme")
            .with("VERSIONED_TABLE", "acme")
            .with("VERSIONED_REGION", "eu-west-1")
            .with("VERSIONED_ENDPOINT_URL", "http://127.0.0.1:1");
    Run.Result broken = run.of("publish", "app", "big.bin");
    assertThat(broken.code()).isNotZero();
    assertThat(broken.err().lines().findFirst().orElseThrow())
        .matches(
            "the upload broke off; .*: versioned publish app big.bin --idempotency-key=cli-[0-9a-f-]{36}");
    assertThat(run.of("publish", "app", "big.bin", "--output", "json").error().get("code").asText())
        .isEqualTo("BACKEND");
  }

  @Test
  void buildLogHasALineOfProgressEvery30Seconds() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            System.out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            directory,
            false);
    Session session = new Session(Settings.of(new GlobalOptions(), terminal), terminal);
    try (ProgressBar bar = ProgressBar.of(session)) {
      for (int seconds = 0; seconds <= 95; seconds += 5) {
        bar.onProgress(
            new TransferProgress(
                seconds << 20, OptionalLong.of(100 << 20), Duration.ofSeconds(seconds), 1 << 20));
      }
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("progress: ["))
        .anyMatch(line -> line.contains("30.0 MiB of 100.0 MiB"));
  }

  @Test
  void deniedAccessHasTheSentenceOfAws() {
    String said = "User: arn:aws:iam::1:user/anna is not authorized to perform: s3:GetObject";
    Problem problem = Problem.of(denied(said));
    assertThat(problem.message()).isEqualTo("Cannot read it: access is denied; AWS: " + said);
    assertThat(problem.fields()).containsEntry("awsMessage", said);
    assertThat(Problem.of(denied("Access Denied")).message())
        .isEqualTo("Cannot read it: access is denied");
  }

  private static BackendException denied(String said) {
    return BackendException.accessDenied(
        "Cannot read it: access is denied",
        S3Exception.builder()
            .statusCode(403)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode("AccessDenied").errorMessage(said).build())
            .build());
  }
}
