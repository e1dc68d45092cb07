package dev.versioned.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(VersionText.class.getResourceAsStream("version.txt"))) {
      String version = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return new String[] {"versioned " + version, "Java " + Runtime.version()};
    }
  }
}
