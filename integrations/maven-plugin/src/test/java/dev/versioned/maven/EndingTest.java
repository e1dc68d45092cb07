package dev.versioned.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndingTest {
  private static final List<String> COMMAND = List.of("rollout", "run", "checkout", "LIVE");
  private final List<String> lines = new ArrayList<>();
  @TempDir File directory;

  @Test
  void successIsSilent() {
    assertThatCode(() -> new Ending(0, Optional.empty()).check(COMMAND)).doesNotThrowAnyException();
  }

  @Test
  void rolloutThatWentBackFailsTheBuild() {
    assertThatThrownBy(() -> new Ending(1, Optional.empty()).check(COMMAND))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "versioned rollout run checkout LIVE ended with exit code 1; see its lines above");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void refusalFailsTheBuild(int code) {
    assertThatThrownBy(() -> new Ending(code, Optional.of("Cannot move: why")).check(COMMAND))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("Cannot move: why");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6})
  void callThatCouldNotBeMadeIsAnError(int code) {
    assertThatThrownBy(() -> new Ending(code, Optional.of("Cannot call: why")).check(COMMAND))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("Cannot call: why");
  }

  private PointMojo point() {
    PointMojo mojo = new PointMojo();
    mojo.session = Mojos.session(directory);
    mojo.artifact = "checkout";
    mojo.alias = "LIVE";
    mojo.number = "7";
    mojo.setLog(log());
    return mojo;
  }

  private Log log() {
    return new SystemStreamLog() {
      @Override
      public void info(CharSequence line) {
        lines.add(line.toString());
      }
    };
  }

  @Test
  void goalHasTheCommandsMessage() {
    PointMojo mojo = point();
    mojo.number = "seven!";
    mojo.bucket = "acme";
    mojo.table = "acme";

    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("seven!")
        .hasMessageContaining("versioned alias point --help");
  }

  @Test
  void skippedGoalCallsNothing() {
    PointMojo mojo = point();
    mojo.skip = true;
    mojo.number = null;

    assertThatCode(mojo::execute).doesNotThrowAnyException();
    assertThat(lines).containsExactly("Skipped: versioned.skip is set");
  }

  @Test
  void dryRunCallsNothing() throws Exception {
    PointMojo mojo = point();
    mojo.dryRun = true;
    mojo.endpointUrl = "http://127.0.0.1:9";
    mojo.execute();

    assertThat(lines)
        .containsExactly(
            "Dry run, not called: versioned alias point checkout LIVE 7"
                + " --endpoint-url=http://127.0.0.1:9 --output=text");
  }
}
