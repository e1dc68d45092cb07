package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessCommandTest {
  private final List<String> answers = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  @TempDir Path directory;

  private InProcessCommand.Outcome run(String... arguments) {
    return InProcessCommand.in(directory, Map.of("HOME", directory.toString()))
        .run(answers::add, notices::add, List.of(arguments));
  }

  @Test
  void answerArrivesLineByLine() {
    InProcessCommand.Outcome outcome = run("release", "schema");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.error()).isEmpty();
    assertThat(answers).hasSizeGreaterThan(100).startsWith("{").endsWith("}");
    assertThat(notices).isEmpty();
  }

  @Test
  void errorIsInTheOutcomeAlone() {
    InProcessCommand.Outcome outcome = run("artifacts");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE.code());
    assertThat(outcome.error()).hasValueSatisfying(e -> assertThat(e).startsWith("Cannot connect"));
    assertThat(answers).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void stackTraceIsANotice() {
    assertThat(run("artifacts", "--debug").error()).isPresent();
    assertThat(notices).anyMatch(line -> line.contains("IllegalArgumentException"));
  }
}
