package dev.versioned.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the command in this process. */
final class Run {
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private boolean interactive;
  private InputStream in = InputStream.nullInputStream();
  private Runnable whenPrinting = () -> {};

  Run(Path directory) {
    this.directory = directory;
  }

  /** The result. */
  record Result(int code, String out, String err) {
    JsonNode json() {
      return parse(out);
    }

    JsonNode error() {
      return parse(err).get("error");
    }

    private static JsonNode parse(String text) {
      try {
        return new ObjectMapper().readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Run with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Run interactive() {
    interactive = true;
    return this;
  }

  Run in(String text) {
    return in(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  Run in(InputStream stream) {
    in = stream;
    return this;
  }

  /** Sets what is done each time before the command prints. */
  Run whenPrinting(Runnable action) {
    whenPrinting = action;
    return this;
  }

  Result of(String... args) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            whenPrinting.run();
            super.write(bytes, offset, length);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            directory,
            interactive);
    int code = new Cli(terminal).run(args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
