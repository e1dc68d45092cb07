package dev.versioned.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox is a repository that a command finds by its environment. */
@Tag("full")
class SandboxTest {
  @TempDir Path directory;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void commandHasTheEnvironmentAndTheRepositoryWorks() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      Path printed = directory.resolve("printed");
      String script = "env > '" + printed + "'; test -z \"$VERSIONED_CONTEXT\" || exit 1; exit 7";
      assertThat(sandbox.run(List.of("sh", "-c", script))).isEqualTo(7);
      List<String> seen = Files.readAllLines(printed);
      Map<String, String> environment = sandbox.environment();
      environment.forEach((name, value) -> assertThat(seen).contains(name + "=" + value));
      assertThat(sandbox.exports())
          .anyMatch(line -> line.startsWith("unset AWS_PROFILE "))
          .contains("export VERSIONED_BUCKET='" + environment.get("VERSIONED_BUCKET") + "'");
      for (String name : List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_DYNAMODB")) {
        assertThat(URI.create(environment.get(name)).getHost()).isIn("127.0.0.1", "localhost");
      }
      // A shell reads the exports as they are.
      Process shell =
          new ProcessBuilder(
                  "sh", "-c", String.join("\n", sandbox.exports()) + "\necho $AWS_REGION")
              .start();
      assertThat(
              new String(
                      shell.getInputStream().readAllBytes(),
                      java.nio.charset.StandardCharsets.UTF_8)
                  .strip())
          .isEqualTo(environment.get("AWS_REGION"));
    }
  }
}
