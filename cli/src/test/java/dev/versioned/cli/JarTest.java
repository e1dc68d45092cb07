package dev.versioned.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The packaged jar starts; what it does is checked within the process, and by the full build. */
class JarTest {

  @Test
  void jarPrintsItsVersionAndNothingElse() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Shell.JAR.toString(),
                "--version")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output).matches("versioned 0\\.\\S+\\RJava .*\\R");
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void startsOnAnOldJavaToRefuseIt() throws IOException {
    assertThat(version("dev/versioned/cli/Launcher.class")).isEqualTo(52);
    assertThat(Launcher.problem("1.8"))
        .isEqualTo(
            "error: Cannot start versioned: it needs Java 17 or newer, and this is Java 8; set"
                + " JAVA_HOME, or install the archive that brings its own Java");
    assertThat(Launcher.problem("16")).contains("Java 16");
    assertThat(Launcher.problem("17")).isNull();
    assertThat(Launcher.problem("25")).isNull();
  }

  /** Java archives no class that is older than version 50. */
  @Test
  void picocliCanStartFromAnArchive() throws IOException {
    assertThat(version("picocli/CommandLine.class")).isEqualTo(61);
  }

  private static int version(String name) throws IOException {
    try (JarFile jar = new JarFile(Shell.JAR.toFile());
        DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
      in.readInt();
      return in.readInt();
    }
  }
}
