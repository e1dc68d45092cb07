package dev.versioned.cli;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A command's answer in both forms; only one of them is ever used.
 *
 * @param json the object of {@code --output json}
 * @param text the lines of {@code --output text}
 * @param exit the exit code of the process
 */
record Answer(Map<String, ?> json, Supplier<Stream<String>> text, ExitCode exit) {

  static Answer of(Map<String, ?> json, String... lines) {
    return new Answer(json, () -> Stream.of(lines), ExitCode.DONE);
  }

  static Answer of(Map<String, ?> json, Supplier<Stream<String>> lines) {
    return new Answer(json, lines, ExitCode.DONE);
  }

  Answer exit(ExitCode code) {
    return new Answer(json, text, code);
  }
}
