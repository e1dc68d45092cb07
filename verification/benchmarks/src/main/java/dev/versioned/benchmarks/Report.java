package dev.versioned.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the results as Markdown tables, as JSON, and as a chart. */
final class Report {
  private final Options options;
  private final Results results;
  private final Instant started;

  Report(Options options, Results results, Instant started) {
    this.options = options;
    this.results = results;
    this.started = started;
  }

  /** Writes the files, and returns the tables. */
  String write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("results.json"), json());
    Files.writeString(folder.resolve("results.svg"), Chart.of(results.comparisons()));
    String tables = tables();
    Files.writeString(folder.resolve("results.md"), tables);
    return tables;
  }

  private byte[] json() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("options", options.toString());
    all.put("started", started.toString());
    all.put("seconds", Duration.between(started, Instant.now()).toSeconds());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("java", Runtime.version().toString());
    all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    all.put("comparisons", results.comparisons());
    all.put("measurements", results.measurements());
    all.put("memory", results.memories());
    all.put("calls", results.calls());
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(all);
  }

  private String tables() {
    StringBuilder text = new StringBuilder();
    row(text, "ratio", "of", "to", "median", "quarters", "target", "");
    row(text, "---", "---", "---", "---:", "---:", "---:", "---");
    for (Results.Comparison c : results.comparisons()) {
      row(
          text,
          c.quantity() + ": " + c.scenario(),
          c.of(),
          c.to(),
          ratio(c.ratio()),
          ratio(c.lower()) + " to " + ratio(c.upper()),
          c.target() == null ? "" : c.target().toString(),
          c.target() == null ? "" : c.isMet() ? "met" : "**missed**");
    }
    text.append('\n');
    row(text, "scenario", "who", "median", "quarters", "unit", "rounds");
    row(text, "---", "---", "---:", "---:", "---", "---:");
    for (Results.Measurement m : results.measurements()) {
      row(
          text,
          m.scenario(),
          m.contender(),
          number(m.median()),
          number(m.lower()) + " to " + number(m.upper()),
          m.unit(),
          Integer.toString(m.rounds()));
    }
    text.append('\n');
    row(text, "memory, MiB", "who", "heap limit", "heap peak", "live peak", "resident peak");
    row(text, "---", "---", "---:", "---:", "---:", "---:");
    for (Results.Memory m : results.memories()) {
      row(
          text,
          m.scenario(),
          m.contender(),
          whole(m.heapLimitMib()),
          whole(m.heapMib()),
          whole(m.liveMib()),
          whole(m.residentMib()));
    }
    text.append('\n');
    row(text, "operation", "on", "requests");
    row(text, "---", "---", "---");
    for (Results.Calls calls : results.calls()) {
      row(text, calls.scenario(), calls.operation(), String.join(", ", calls.requests()));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", List.of(cells))).append(" |\n");
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
