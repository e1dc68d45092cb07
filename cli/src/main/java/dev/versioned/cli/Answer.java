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
record Answer(Map<String, ?> json, Supplier<Stream<Row>> text, ExitCode exit) {

  static Answer of(Map<String, ?> json, String... lines) {
    return of(json, () -> Stream.of(lines));
  }

  static Answer of(Map<String, ?> json, Supplier<Stream<String>> lines) {
    return ofRows(json, () -> lines.get().map(Row::of));
  }

  static Answer ofRows(Map<String, ?> json, Supplier<Stream<Row>> rows) {
    return new Answer(json, rows, ExitCode.DONE);
  }

  Answer exit(ExitCode code) {
    return new Answer(json, text, code);
  }
}
